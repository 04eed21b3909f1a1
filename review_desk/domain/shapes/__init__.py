"""What a mark can look like: one file a shape, and what is done to any of them."""
