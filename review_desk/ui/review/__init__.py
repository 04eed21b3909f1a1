"""Reviewing photo by photo: filmstrip, canvas, inspector, verdicts."""
