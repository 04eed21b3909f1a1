"""What left the desk, and whether it is still as it was."""
