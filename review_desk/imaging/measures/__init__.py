"""What is measured of a photo for drift: one noun a file, on source-managed pixels."""
