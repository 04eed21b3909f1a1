"""Pixels: probing, decoding, colour and comparison, in worker processes."""
