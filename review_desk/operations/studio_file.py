"""A file that a studio wrote: rules, tolerances, a gate, a checklist, failure modes."""

from pathlib import Path

from review_desk.errors import BadInput
from review_desk.store.desk import Reader
from review_desk.store.log import Step
from review_desk.store.studio_files import StudioFile, studio_files


def text_of(file: Path) -> str:
    """Its text. Raises BadInput where it cannot be read."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadInput(f"{file.name} cannot be read: {reason}.") from None


def put_in_force(step: Step, kind: StudioFile, *, name: str, text: str, author: str, at: str) -> None:
    """Keep a checked file in place of the one of that name; the same text again changes nothing."""
    before = step.get(kind, name=name)
    if before is None or before["text"] != text:
        step.put(kind, {"name": name, "text": text, "author": author, "at": at})


def require_in_force(reader: Reader, kind: StudioFile, name: str, *, called: str) -> None:
    """Raises BadInput where there is no such file, by what people call one: “rule file”."""
    if name not in studio_files(reader.db, kind):
        raise BadInput(f"There is no {called} “{name}” in this desk.")
