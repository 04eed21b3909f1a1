"""Bringing a batch in and looking over its levels and routes."""
