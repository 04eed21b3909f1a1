"""What the pixels say about the kind of product, for the rules: one measure a file."""
