"""One verb a file: intent, one transaction, and what changed."""
