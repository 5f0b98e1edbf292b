"""The demonstration: accounts of every role, and an invented election that can be tried at once."""
