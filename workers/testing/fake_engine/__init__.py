"""The parts of a fake engine; import from :mod:`workers.testing`."""
