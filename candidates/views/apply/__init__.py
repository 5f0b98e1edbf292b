"""The candidate portal: one thing a page, every page works without a script, and nothing that was typed is ever lost."""
