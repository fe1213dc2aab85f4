"""The peers that are written in Python on our own libraries, each a program of its own."""
