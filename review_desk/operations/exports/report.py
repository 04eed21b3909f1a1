"""A report for a client: one page of HTML with photos, marks and reasons, to read or to print."""

from collections import Counter
from collections.abc import Iterator
from html import escape

from review_desk.domain.annotation import Annotation
from review_desk.domain.comment import Thread
from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.escalation import named
from review_desk.domain.photo import Photo, Version, version_names
from review_desk.domain.shapes.brush import Brush
from review_desk.operations.exports.portion import Part, Portion, VersionFile, Written
from review_desk.operations.taxonomy import failure_modes

_EDGE = 640
_SIGNS = {Verdict.APPROVE: "✓", Verdict.CORRECT: "↻", Verdict.REJECT: "✕", Verdict.ESCALATE: "↑"}

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
    told = [photo for photo in portion.photos if photo.decision or portion.marks.get(photo.id)]
    order = [Verdict.REJECT, Verdict.ESCALATE, Verdict.CORRECT, None, Verdict.APPROVE]
    told.sort(key=lambda photo: (order.index(photo.verdict), photo.position))
    blocks = []
    for photo in told:
        version = _version(photo, portion)
        picture = VersionFile(f"pictures/{photo.id}.jpg", version, edge=_EDGE)
        yield picture
        blocks.append(_block(photo, version, picture.name, portion))
    yield Written("report.html", _page(portion, told, blocks), len(told))


def _version(photo: Photo, portion: Portion) -> Version:
    """The version that was judged, or else the newest that bears a mark."""
    numbers = [mark.version for mark in portion.marks.get(photo.id, ())]
    judged = photo.decision.version if photo.decision else max(numbers, default=photo.latest.number)
    return photo.version(judged)


def _page(portion: Portion, told: list[Photo], blocks: list[str]) -> str:
    counts = Counter(photo.verdict for photo in portion.photos)
    said = [f"{counts[verdict]} {verdict.past}" for verdict in Verdict if counts[verdict]]
    if counts[None]:
        said.append(f"{counts[None]} without a verdict")
    title = escape(portion.batch)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        f'<p class="sum">{len(portion.photos)} photos: {", ".join(said)}. {len(told)} are shown.</p>\n'
        f"{''.join(blocks)}</body></html>\n"
    )


def _block(photo: Photo, version: Version, picture: str, portion: Portion) -> str:
    marks = [mark for mark in portion.marks.get(photo.id, ()) if mark.version == version.number]
    name = " · ".join(filter(None, (photo.title, photo.colourway, photo.shot)))
    verdict = f"{_SIGNS[photo.verdict]} {photo.verdict.past}" if photo.verdict else "no verdict"
    decision = photo.decision
    why = _named(decision.tags) if decision else ""
    lines = [
        f"<h2>{escape(name)}</h2>",
        f'<p class="quiet">{verdict} · {version_names(photo.versions)[version.number]} · {version.width} × '
        f"{version.height} px</p>",
        f"<p>{escape(why)}</p>" if why else "",
        f"<p>{escape(decision.note)}</p>" if decision and decision.note else "",
        _asked(decision) if decision else "",
        f"<ol>{''.join(map(_mark, marks))}</ol>" if marks else "",
        *(_thread(thread, marks) for thread in portion.threads.get(photo.id, ())),
    ]
    drawing = _drawing(marks, version) if marks else ""
    shown = f'<div class="shown"><img src="{escape(picture)}" alt="{escape(name)}"/>{drawing}</div>'
    return f'<div class="photo">{shown}<div>{"".join(lines)}</div></div>\n'


def _asked(decision: Decision) -> str:
    if not decision.question:
        return ""
    to = f"{named(decision.escalated_to)}: " if decision.escalated_to else ""
    return f"<p>Asked: {escape(to)}“{escape(decision.question)}”</p>"


def _thread(thread: Thread, marks: list[Annotation]) -> str:
    """A thread, with the number its mark has here."""
    numbers = {mark.id: number for number, mark in enumerate(marks, 1)}
    place = f"mark {numbers[thread.mark]}, " if thread.mark in numbers else ""
    state = "resolved" if thread.resolved else "open"
    said = "".join(f"<p><b>{escape(each.author)}</b> {escape(each.text)}</p>" for each in thread.comments)
    return f'<div class="said"><p class="quiet">{place}{state}</p>{said}</div>'


def _mark(mark: Annotation) -> str:
    words = " · ".join(filter(None, (_named(mark.tags), mark.note)))
    mended = " (resolved)" if mark.resolved else ""
    return f'<li>{escape(words or "marked")} <span class="quiet">{mark.severity}{mended}</span></li>'


def _named(tags: tuple[str, ...]) -> str:
    names = {mode.id: mode.name for mode in failure_modes().modes}
    return ", ".join(names.get(tag, tag) for tag in tags)


def _drawing(marks: list[Annotation], version: Version) -> str:
    """The marks in pixels of the version, each drawn light and then dark so that it shows on anything."""
    size = max(version.width, version.height) / 22
    drawn = "".join(_outline(mark, number, size) for number, mark in enumerate(marks, 1))
    return f'<svg viewBox="0 0 {version.width} {version.height}">{drawn}</svg>'


def _outline(mark: Annotation, number: int, size: float) -> str:
    end = " Z" if mark.shape.closed else ""
    pieces = (" L".join(f"{x:.1f},{y:.1f}" for x, y in line) for line in mark.shape.lines())
    line = f'<path class="line" d="{" ".join(f"M{piece}{end}" for piece in pieces)}"/>'
    left, top, *_ = mark.shape.bounds()
    wash = line.replace("line", "wash") if isinstance(mark.shape, Brush) else ""
    place = f'x="{max(0, left):.1f}" y="{max(size, top - size * 0.2):.1f}"'
    look = f'font-size="{size:.0f}" stroke-width="{size / 6:.0f}"'
    return f'{wash}{line}{line}<text class="number" {place} {look}>{number}</text>'
