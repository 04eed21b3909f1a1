"""The page on which a studio sets how far off its checks may be."""
