"""Painted masks: what they are, how others write them down, and the line around them."""
