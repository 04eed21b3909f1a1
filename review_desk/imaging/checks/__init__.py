"""What the checks measure in a photo's pixels: one family a file, all on one decoding of each version."""
