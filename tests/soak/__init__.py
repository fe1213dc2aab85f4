"""Many demo runs in a row, each with customers and orders of its own (`make soak`)."""
