"""The command line: a thin skin over views and node."""
