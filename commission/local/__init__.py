"""One command brings up the portal on one machine: `make run`. Nothing here is used in production."""
