"""Notes on presets in the window: what repeats over one is noted on it once."""
