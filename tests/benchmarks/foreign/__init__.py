"""Peers by other people: each client as a process of its own, in its own language."""
