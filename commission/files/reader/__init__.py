"""The program that opens strangers' files, started by `commission.files.apart`; see `__main__`."""
