"""Where photos are shown or sold: how a channel lays out its page, and what it asks of a photo."""
