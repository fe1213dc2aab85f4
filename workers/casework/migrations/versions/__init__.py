"""One module a version, each after the one before."""
