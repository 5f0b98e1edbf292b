"""Every write from the received protocol to the published edition."""
