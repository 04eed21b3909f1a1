"""Marks that come back from labelling tools."""
