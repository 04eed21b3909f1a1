"""The originals of a batch, looked at as shots before they are retouched."""
