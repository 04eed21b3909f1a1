"""The grid of a batch: which photos it shows, in what order and rows, and where each card stands."""
