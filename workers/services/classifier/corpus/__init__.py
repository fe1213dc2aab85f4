"""What the model learns from and is measured on; all of it was written for this project."""
