"""Every write on the ground of an election."""
