"""Presets: faults that repeat over one, and what is noted on it."""
