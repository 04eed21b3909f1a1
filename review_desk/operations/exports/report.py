"""A report for a client: one page of HTML with photos, marks and reasons, to read or to print."""

from collections.abc import Iterator
from html import escape

from review_desk.domain.event import canonical_json
from review_desk.operations.exports.portion import Part, Portion, VersionFile, Written
from review_desk.operations.exports.told import (
    Told,
    ToldMark,
    ToldThread,
    shown_version,
    summary,
    told,
    told_photos,
)

_EDGE = 640
_STYLE = """
body { font: 14px/1.45 system-ui, sans-serif; color: #222; background: #fff;
  margin: 32px auto; max-width: 1120px; }
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 15px; margin: 0; }
.sum { color: #555; margin: 0 0 24px; }
.photo { display: flex; gap: 24px; padding: 20px 0; border-top: 1px solid #ddd; break-inside: avoid; }
.shown { position: relative; flex: 0 0 320px; align-self: flex-start; background: #f4f4f4; }
.shown img { display: block; width: 100%; }
.shown svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.line { fill: none; stroke: #fff; stroke-width: 4; } .line + .line { stroke: #c22; stroke-width: 2; }
.line { vector-effect: non-scaling-stroke; }
.wash { fill: #c22; fill-opacity: 0.3; fill-rule: evenodd; }
.number { fill: #c22; stroke: #fff; paint-order: stroke; font-weight: 600; }
ol { padding-left: 20px; margin: 8px 0; } .quiet { color: #666; margin: 2px 0; }
.said { border-left: 2px solid #ddd; padding-left: 10px; margin: 8px 0; } .said p { margin: 2px 0; }
@page { margin: 14mm; } @media print { body { margin: 0; max-width: none; } }
"""


def report(portion: Portion) -> Iterator[Part]:
    """`report.html` and `pictures/`: what was judged, tagged or marked, the worst first."""
    found: list[Told] = []
    yield from _pictured(portion, found)
    yield Written("report.html", _page(portion, found), len(found))


def report_to_paint(portion: Portion) -> Iterator[Part]:
    """The same as `report.json` and `pictures/`, of which a PDF is painted when they are there."""
    found: list[Told] = []
    yield from _pictured(portion, found)
    document = {
        "title": portion.batch,
        "summary": summary(portion, len(found)),
        "photos": [each.to_json() for each in found],
    }
    yield Written("report.json", canonical_json(document), len(found))


def _pictured(portion: Portion, found: list[Told]) -> Iterator[Part]:
    """The pictures; what is said of each photo goes into `found`."""
    for photo in told_photos(portion):
        version = shown_version(photo, portion)
        picture = VersionFile(f"pictures/{photo.id}.jpg", version, edge=_EDGE)
        yield picture
        found.append(told(photo, version, picture.name, portion))


def _page(portion: Portion, found: list[Told]) -> str:
    title = escape(portion.batch)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        f'<p class="sum">{escape(summary(portion, len(found)))}</p>\n'
        f"{''.join(map(_block, found))}</body></html>\n"
    )


def _block(each: Told) -> str:
    lines = [
        f"<h2>{escape(each.name)}</h2>",
        f'<p class="quiet">{escape(each.verdict)}</p>',
        *(f"<p>{escape(line)}</p>" for line in each.lines),
        f"<ol>{''.join(map(_mark, each.marks))}</ol>" if each.marks else "",
        *map(_thread, each.threads),
    ]
    drawing = _drawing(each) if each.marks else ""
    shown = f'<div class="shown"><img src="{escape(each.picture)}" alt="{escape(each.name)}"/>{drawing}</div>'
    return f'<div class="photo">{shown}<div>{"".join(lines)}</div></div>\n'


def _thread(thread: ToldThread) -> str:
    said = "".join(f"<p><b>{escape(author)}</b> {escape(text)}</p>" for author, text in thread.said)
    return f'<div class="said"><p class="quiet">{thread.state}</p>{said}</div>'


def _mark(mark: ToldMark) -> str:
    return f'<li>{escape(mark.words)} <span class="quiet">{mark.state}</span></li>'


def _drawing(each: Told) -> str:
    """The marks in pixels of the version, each drawn light and then dark so that it shows on anything."""
    size = max(each.width, each.height) / 22
    drawn = "".join(_outline(mark, number, size) for number, mark in enumerate(each.marks, 1))
    return f'<svg viewBox="0 0 {each.width} {each.height}">{drawn}</svg>'


def _outline(mark: ToldMark, number: int, size: float) -> str:
    end = " Z" if mark.closed else ""
    pieces = (" L".join(f"{x:.1f},{y:.1f}" for x, y in line) for line in mark.lines)
    line = f'<path class="line" d="{" ".join(f"M{piece}{end}" for piece in pieces)}"/>'
    left, top = mark.place
    wash = line.replace("line", "wash") if mark.painted else ""
    place = f'x="{max(0, left):.1f}" y="{max(size, top - size * 0.2):.1f}"'
    look = f'font-size="{size:.0f}" stroke-width="{size / 6:.0f}"'
    return f'{wash}{line}{line}<text class="number" {place} {look}>{number}</text>'
