"""Seals in words."""


def sealed_words(broken: list[str]) -> str:
    """The seal of one photo in a sentence."""
    return f"■ Seal broken: {'; '.join(broken)}." if broken else "✓ Sealed, and as it was when it left."
