"""The gates of a batch in the window."""
