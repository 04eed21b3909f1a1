"""Photos in other programs, and what comes back from there."""
