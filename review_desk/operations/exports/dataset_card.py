"""What goes with a data set's pictures: a row for each, and the page that tells what they hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from review_desk.domain.event import canonical_json
from review_desk.domain.split import SPLITS, Split
from review_desk.operations.exports.portion import Part, Portion, Written

Rows = Mapping[Split, Sequence[dict[str, Any]]]
Homes = Mapping[Split, Split]
"""Into which split's folder the photos of each split go."""


def settled(tell: Callable[[Homes], tuple[list[Part], Rows]]) -> tuple[list[Part], Rows]:
    """Pictures and rows, told with homes that `datasets` can read beside each other.

    It takes the types of columns by split: one that is null in a whole split is of another type there, and
    nothing loads. Photos of a split that knows of other columns than the first one go to that one.
    """
    homes: Homes = {split: split for split in SPLITS}
    parts, rows = tell(homes)
    while odd := _unlike(rows):
        homes = {split: SPLITS[0] if home in odd else home for split, home in homes.items()}
        parts, rows = tell(homes)
    return parts, rows


def _unlike(rows: Rows) -> set[Split]:
    """The splits, but for the first, that know of other columns than it; all of them where it has no rows."""
    known = {
        split: {name for row in told for name, value in row.items() if value not in (None, [], {})}
        for split, told in rows.items()
    }
    others = [split for split in SPLITS[1:] if rows[split]]
    return {split for split in others if known[split] != known[SPLITS[0]]}


def metadata(rows: Rows) -> Iterator[Written]:
    """`metadata.jsonl` in the folder of each split that has rows."""
    for split, told in rows.items():
        if told:
            text = "".join(canonical_json(row) + "\n" for row in told)
            yield Written(f"{split}/metadata.jsonl", text, len(told))


def dataset_card(portion: Portion, title: str, columns: Mapping[str, str]) -> Written:
    """`README.md`, as the Hugging Face hub shows it: what each column means."""
    rows = "".join(f"| `{name}` | {meaning} |\n" for name, meaning in columns.items())
    text = (
        f"# {title}\n\n"
        f"From {len(portion.photos)} photos of the batch “{portion.batch}”, as people judged them in Review "
        "Desk. All photos of a SKU are in one split; a split without a mask, a target or a note of any photo "
        "is part of the first, for columns have one type in all. Pictures are upright, 8 bit, sRGB.\n\n"
        f"| column | meaning |\n|---|---|\n{rows}\n"
        "`manifest.json` holds the slice, the SHA-256 of every file and the head of the event log. Whose "
        "photos these are and what may be done with them is for the studio to say.\n"
    )
    return Written("README.md", text, len(columns))
