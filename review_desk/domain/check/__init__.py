"""Checks: what is measured of a version, and how far off it may be."""
