"""Formats that others read: one file each."""
