"""Passes: chosen, tried, kept or dropped."""
