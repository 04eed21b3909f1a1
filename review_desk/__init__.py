"""Review Desk: human review of AI-retouched product photos."""

__version__ = "0.1.0"
