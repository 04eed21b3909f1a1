"""The grid room: a batch as the shopper will see it."""
