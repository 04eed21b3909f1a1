"""Handing a version to another program, and taking back what it made of it."""
