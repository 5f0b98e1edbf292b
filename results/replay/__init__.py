"""An election that took place elsewhere, played through the portal's own services from its published record."""
