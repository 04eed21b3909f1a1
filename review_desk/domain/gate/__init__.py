"""Gates: the points where a batch is let through or held."""
