"""By what a pass is asked to leave the product as it is, as people write it."""

OWN = "own"
"""What a photo brings along: clipping paths drawn on it, its mask, a path in its file, its transparency."""

PATH = "path"
"""The path in its file that clips; “path:NAME” is another one."""


def asked_path(words: str) -> str | None:
    """The NAME of “path:NAME”, "" for “path”; None for anything else."""
    if words == PATH:
        return ""
    return words.removeprefix(f"{PATH}:") if words.startswith(f"{PATH}:") else None


def by_path(name: str) -> str:
    """The words for the path of that name."""
    return f"{PATH}:{name}"
