"""What every case of every procedure has. Nothing here names a procedure (design §2)."""
