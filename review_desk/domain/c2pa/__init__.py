"""C2PA manifests, read and not verified."""
