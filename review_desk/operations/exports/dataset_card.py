"""What goes with a data set's pictures: a row for each, and the page that tells what they hold."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from review_desk.domain.event import canonical_json
from review_desk.domain.split import Split
from review_desk.operations.exports.portion import Portion, Written


def metadata(rows: Mapping[Split, Sequence[dict[str, Any]]]) -> Iterator[Written]:
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
        "Desk. All photos of a SKU are in one split. Pictures are upright, 8 bit, sRGB.\n\n"
        f"| column | meaning |\n|---|---|\n{rows}\n"
        "`manifest.json` holds the slice, the SHA-256 of every file and the head of the event log. Whose "
        "photos these are and what may be done with them is for the studio to say.\n"
    )
    return Written("README.md", text, len(columns))
