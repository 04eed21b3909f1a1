"""Example pictures of failure modes: what it should be on the left, the fault on the right."""
