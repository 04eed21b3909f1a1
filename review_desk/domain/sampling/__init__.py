"""Sampling: how many photos of a lot are looked at, which, and what their defects say of the lot."""
