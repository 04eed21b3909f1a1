"""Reading a file that a studio wrote: rules, tolerances, a gate, a checklist."""

from pathlib import Path

from review_desk.errors import BadInput


def text_of(file: Path) -> str:
    """Its text. Raises BadInput where it cannot be read."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadInput(f"{file.name} cannot be read: {reason}.") from None
