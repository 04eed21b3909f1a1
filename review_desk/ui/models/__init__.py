"""The page of models: which there are, which runs for each task, and a studio's own."""
