"""Photos side by side on one sheet, in sRGB: for a look at what presets make of them."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from review_desk.errors import BadInput
from review_desk.imaging import formats, gate
from review_desk.imaging.thumbnail import thumbnail

_EDGE, _GAP, _LINE = 640, 16, 28
_GROUND, _INK = (222, 222, 222), (40, 40, 40)


def write_sheet(output: Path, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    """One row for each of `rows` (`title`, and `files` with a file or None for each column).

    Raises BadInput where it cannot be written, or a photo cannot be read.
    """
    if formats.format_of_name(output.name) != "PNG":
        raise BadInput(f"{gate.shown(output)} is no name for a sheet: it is written as PNG.")
    width = _GAP + len(columns) * (_EDGE + _GAP)
    made = Image.new("RGB", (width, _GAP + _LINE + len(rows) * (_EDGE + _LINE + _GAP)), _GROUND)
    draw, font = ImageDraw.Draw(made), ImageFont.load_default(18)
    for at, title in enumerate(columns):
        draw.text((_GAP + at * (_EDGE + _GAP), _GAP // 2), title, fill=_INK, font=font)
    for number, row in enumerate(rows):
        top = _GAP + _LINE + number * (_EDGE + _LINE + _GAP)
        draw.text((_GAP, top), row["title"], fill=_INK, font=font)
        for at, file in enumerate(row["files"]):
            place = _GAP + at * (_EDGE + _GAP), top + _LINE
            _put(made, draw, file, place)
    try:
        made.save(output)
    except OSError as error:
        raise BadInput(f"{gate.shown(output)} cannot be written: {error.strerror}") from error


def _put(sheet: Image.Image, draw: ImageDraw.ImageDraw, file: str | None, place: tuple[int, int]) -> None:
    x, y = place
    if file is None:
        draw.rectangle((x, y, x + _EDGE, y + _EDGE), outline=_INK)
        draw.text((x + _GAP, y + _GAP), "refused", fill=_INK, font=ImageFont.load_default(18))
        return
    with Image.open(io.BytesIO(thumbnail(Path(file), edge=_EDGE))) as photo:
        photo.load()
        sheet.paste(photo.convert("RGB"), (x + (_EDGE - photo.width) // 2, y + (_EDGE - photo.height) // 2))
