"""One module per command family; each names its click command ``command``."""
