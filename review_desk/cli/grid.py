"""The command that lays a batch out as a channel's page and pictures it."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from review_desk.cli.command import Command, answer
from review_desk.cli.desk import declare_desk
from review_desk.cli.window import set_offscreen
from review_desk.domain.channel.page import MOST_COLUMNS
from review_desk.domain.grid.arrangement import Grouping, Order, arranged
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.channels import page_template
from review_desk.operations.taxonomy import taxonomy_of
from review_desk.store.desk import Reader

if TYPE_CHECKING:
    from review_desk.ui.grid.contact_sheet import ContactSheet

_ORDERS = [order for order in get_args(Order) if order != "drift"]


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    parser.add_argument(
        "--channel", required=True, metavar="C", help="as whose page, such as marketplace or zalando"
    )
    parser.add_argument(
        "--columns", type=int, default=0, metavar="N", help="photos in a row (default: as the page)"
    )
    parser.add_argument("--order", choices=_ORDERS, default="shop", help="default: shop")
    parser.add_argument("--rows", choices=get_args(Grouping), default="page", help="default: page")
    parser.add_argument(
        "--width", type=int, default=1200, metavar="PX", help="CSS pixels of the page (default 1200)"
    )
    parser.add_argument(
        "--scale", type=float, default=1.0, metavar="S", help="pixels of a PNG to a CSS pixel"
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="PAGE", help="a .png, or a .pdf with pages"
    )


def _run(arguments: argparse.Namespace) -> int:
    _check(arguments)
    set_offscreen(1.0)
    from review_desk import app

    app.application()
    with Reader.open(arguments.desk) as reader:
        sheet = _sheet(reader, arguments)
        _write(reader, sheet, arguments)
    found = {"columns": sheet.columns, "rows": len(sheet.rows), "file": str(arguments.output)}
    shape = f"{len(sheet.rows)} rows of {sheet.columns}"
    said = f"Wrote {len(sheet.photos)} photos in {shape} to {arguments.output}."
    answer(arguments, found, said)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    if arguments.output.suffix.lower() not in (".png", ".pdf"):
        raise BadInput(f"{arguments.output}: the page is written as .png or .pdf.")
    if not 0 <= arguments.columns <= MOST_COLUMNS:
        raise BadInput(f"A page has 1 to {MOST_COLUMNS} columns.")
    if not 200 <= arguments.width <= 4000 or not 0.25 <= arguments.scale <= 4:
        raise BadInput("The width goes from 200 to 4000, the scale from 0.25 to 4.")


def _sheet(reader: Reader, arguments: argparse.Namespace) -> "ContactSheet":
    from review_desk.ui.grid.contact_sheet import ContactSheet, notes_of

    template, batch = page_template(arguments.channel), browse.batch(reader, arguments.batch)
    photos = browse.photos(reader, batch_id=batch.id)
    columns = arguments.columns or template.columns_at(arguments.width)
    rows = arranged(photos, order=arguments.order, grouping=arguments.rows, columns=columns, drift={})
    modes = {mode.id: mode.name for mode in taxonomy_of(reader).modes}
    notes = notes_of(photos, browse.all_annotations(reader, batch.id), modes)
    named = {photo.id: photo for photo in photos}
    title = f"{batch.name} · {template.title}"
    return ContactSheet(title, template, rows, columns, named, notes=notes, width=arguments.width)


def _write(reader: Reader, sheet: "ContactSheet", arguments: argparse.Namespace) -> None:
    from review_desk.imaging.workers import WorkerPool
    from review_desk.operations.prints import prints
    from review_desk.store.cache import Cache
    from review_desk.ui.grid import contact_sheet

    cache, pool = Cache(reader.folder), WorkerPool()
    fetch = partial(prints, edge=contact_sheet.EDGE, folder=reader.folder, pool=pool, cache=cache)
    try:
        if arguments.output.suffix.lower() == ".png":
            contact_sheet.save_png(sheet, arguments.output, fetch, scale=arguments.scale)
        else:
            contact_sheet.save_pdf(sheet, arguments.output, fetch)
    finally:
        pool.close()
        cache.close()


COMMANDS = (
    Command("grid", "Lay a batch out as a channel's page, to PNG or PDF.", _declare, _run,
            holds="{columns, rows, file}"),
)  # fmt: skip
