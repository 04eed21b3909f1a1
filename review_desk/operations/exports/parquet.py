"""Packing a folder of pictures into Parquet: one file a split, picture bytes in the table.

Picture columns are the struct that `datasets` writes itself, `{bytes, path}`, and are named as such in the
schema's metadata (datasets, “Dataset features”): they load as pictures without being told.
"""

import importlib.util
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from review_desk.domain.split import SPLITS
from review_desk.errors import Refused

if TYPE_CHECKING:
    import pyarrow

_AT_ONCE = 16
"""Rows whose pictures are in memory together."""

_SUFFIX = "_file_name"


def require_pyarrow() -> None:
    """Raises Refused where Parquet cannot be written."""
    if importlib.util.find_spec("pyarrow") is None:
        raise Refused("Parquet needs the package pyarrow: install Review Desk with its extra “parquet”.")


def pack(folder: Path, *, bare: bool = False) -> None:
    """Put `data/SPLIT-00000-of-00001.parquet` in the place of each split's folder.

    `bare` makes picture columns of plain bytes, which trainers that open them themselves expect. Raises
    OSError.
    """
    for split in SPLITS:
        if (folder / split).is_dir():
            place = folder / "data" / f"{split}-00000-of-00001.parquet"
            place.parent.mkdir(exist_ok=True)
            _pack_split(folder / split, place, bare=bare)
            shutil.rmtree(folder / split)


def _pack_split(source: Path, place: Path, *, bare: bool) -> None:
    import pyarrow
    from pyarrow import parquet

    lines = (source / "metadata.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    schema = _schema(rows, bare=bare)
    with parquet.ParquetWriter(place, schema) as writer:
        for start in range(0, len(rows), _AT_ONCE):
            some = [dict(_with_pictures(row, source, bare=bare)) for row in rows[start : start + _AT_ONCE]]
            writer.write_table(pyarrow.Table.from_pylist(some, schema=schema))


def _with_pictures(row: dict[str, Any], source: Path, *, bare: bool) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if not name.endswith(_SUFFIX):
            yield name, value
            continue
        content = (source / value).read_bytes() if value else None
        named = {"bytes": content, "path": value} if value else None
        yield name.removesuffix(_SUFFIX), content if bare else named


def _schema(rows: list[dict[str, Any]], *, bare: bool) -> "pyarrow.Schema":
    """Types by name and by the values there are; a column with none is text."""
    import pyarrow

    whole = pyarrow.struct([("bytes", pyarrow.binary()), ("path", pyarrow.string())])
    picture, pictured = (pyarrow.binary(), "Value") if bare else (whole, "Image")
    kinds = {str: ("string", pyarrow.string()), float: ("float64", pyarrow.float64()),
             int: ("int64", pyarrow.int64())}  # fmt: skip
    columns: list[tuple[str, Any]] = []
    features: dict[str, Any] = {}
    for name in rows[0]:
        values = [row[name] for row in rows if row[name] is not None]
        if name.endswith(_SUFFIX):
            name = name.removesuffix(_SUFFIX)  # noqa: PLW2901
            columns.append((name, picture))
            features[name] = {"_type": pictured} | ({"dtype": "binary"} if bare else {})
        elif values and isinstance(values[0], list):
            columns.append((name, pyarrow.list_(pyarrow.string())))
            features[name] = {"feature": {"dtype": "string", "_type": "Value"}, "_type": "List"}
        else:
            dtype, kind = kinds[type(values[0]) if values else str]
            columns.append((name, kind))
            features[name] = {"dtype": dtype, "_type": "Value"}
    told = json.dumps({"info": {"features": features}})
    return pyarrow.schema(columns, metadata={"huggingface": told})
