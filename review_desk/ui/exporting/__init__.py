"""Handing a slice of a batch to others."""
