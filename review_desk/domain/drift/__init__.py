"""Drift: where a measure of a photo leaves those beside it, and what the ones that leave have in common."""
