"""The guide's picture of all checks: each on a photo of the demo batch that has its fault, and its words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from review_desk.domain.check.dust import sensor_dust
from review_desk.domain.check.lens import lens_bow
from review_desk.domain.check.light import lit_apart
from review_desk.domain.check.table import BY_ID
from review_desk.domain.check.tolerance import Limit, Tolerance
from review_desk.domain.photo import Photo, Version
from review_desk.imaging.checks.coding import coding
from review_desk.imaging.checks.dust import dust
from review_desk.imaging.checks.edges import edges
from review_desk.imaging.checks.frame import frame
from review_desk.imaging.checks.inputs import inputs, light_of
from review_desk.imaging.checks.lens import bow_of
from review_desk.imaging.checks.masked import outside_mask
from review_desk.imaging.checks.pairing import Pair, pair, registration
from review_desk.imaging.checks.repeats import repeats
from review_desk.imaging.checks.subject import Box, Found, Levels, read, subject_of
from review_desk.imaging.checks.texture import smoothing
from review_desk.imaging.checks.tones import tones
from review_desk.imaging.views.pane import Pane
from review_desk.ui import tokens

DEMO = Path(__file__).parents[2] / "assets" / "demo"
COLUMNS, WIDTH, PICTURE, WORDS, GAP = 8, 200, 150, 66, 12


@dataclass(frozen=True)
class Shown:
    """One check with what it found on a photo; `area` is what the tile shows, the whole photo without one."""

    check: str
    codes: Pane
    found: Found
    area: Box | None = None
    tolerance: Tolerance | None = None


def after(name: str) -> Pane:
    return read(DEMO / "after" / f"{name}.jpg")[0]


def before(name: str) -> Levels:
    return Levels(read(DEMO / "before" / f"{name}.jpg")[0])


def laid_on(codes: Pane, raw: Pane) -> Pair:
    """A version that lies pixel on pixel on its before."""
    return Pair(subject_of(codes), Levels(raw), np.eye(2, 3), 1.0)


def white(codes: Pane) -> Pane:
    return np.full_like(codes, 255)


# --- of files: what the desk knows of them, said for a file that would be off -----------------------------


def files() -> Iterator[Shown]:
    """The file's own facts, as they would be off; their photo is sound but for the one that breaks off."""
    mug, torn = after("mg-2204-blush-front"), after("mg-2204-blush-front")
    torn[700:, :, :3] = 128
    small = white(mug)
    small[450:750, 338:563] = cv2.resize(mug, (225, 300), interpolation=cv2.INTER_AREA)
    yield Shown("readable", torn, Found("no", (0, 700, 900, 500)))
    for check, codes, value in (
        ("size", small, 800),
        ("short-side", small, 600),
        ("ratio", np.ascontiguousarray(mug[150:1050]), 1.0),
        ("format", mug, "PSD"),
        ("extension", mug, "PNG named .jpg"),
        ("profile", mug[..., [2, 0, 1, 3]].copy(), "untagged"),
        ("bit-depth", (mug // 64 * 85).astype(np.uint8), 4),
        ("dpi", mug, 72),
        ("file-size", mug, 31.4),
    ):
        yield Shown(check, codes, Found(value), tolerance=_THEIRS.get(check))


_THEIRS = {
    "short-side": Tolerance(Limit(least=1801), Limit(least=762)),
    "ratio": Tolerance(Limit(1.43, 1.45)),
    "dpi": Tolerance(Limit(least=300)),
}
"""Where the desk has no limit of its own and a channel or a studio has one."""


# --- of one photo -----------------------------------------------------------------------------------------


def frames() -> Iterator[Shown]:
    """Fill, margins, centring, tilt."""
    bottle = after("bt-1102-front")
    small, moved = white(bottle), white(bottle)
    small[300:900, 225:675] = cv2.resize(bottle, (450, 600), interpolation=cv2.INTER_AREA)
    moved[:, 110:] = bottle[:, :-110]
    near = cv2.resize(bottle[128:1080], (900, 1200), interpolation=cv2.INTER_AREA).astype(np.uint8)
    turn = cv2.getRotationMatrix2D((450, 600), -3.0, 1.0)
    leaning = np.asarray(cv2.warpAffine(bottle, turn, (900, 1200), borderValue=(255,) * 4), np.uint8)
    for check, codes in (("frame-fill", small), ("margins", near), ("centring", moved), ("tilt", leaning)):
        yield Shown(check, codes, frame(subject_of(codes))[check])


def tones_and_edges() -> Iterator[Shown]:
    """Background, clipping, sharpness, halo, banding, blocks."""
    olive, black = after("bg-3301-olive-front"), after("bg-3301-black-front")
    burnt = black.copy()
    burnt[600:760, 350:520, :3] = 255
    soft = cv2.GaussianBlur(olive, (0, 0), 5.0).astype(np.uint8)
    stepped = after("bt-1120-front")
    yield Shown("background-white", olive, tones(subject_of(olive))["background-white"])
    yield Shown("clipping", burnt, tones(subject_of(burnt))["clipping"], (230, 500, 450, 360))
    yield Shown("sharpness", soft, edges(subject_of(soft))["sharpness"], (60, 380, 300, 240))
    halo = edges(subject_of(olive))["halo"]
    yield Shown("halo", olive, halo, around(halo, 150))
    steps = coding(subject_of(stepped))["banding"]
    yield Shown("banding", stretched(stepped), steps, (450, 880, 450, 338))
    blocks = saved(np.clip(black + np.random.default_rng(4).normal(0, 2, black.shape), 0, 255), 15)
    yield Shown("blockiness", blocks, coding(subject_of(blocks))["blockiness"], (420, 620, 100, 80))


def around(found: Found, width: int) -> Box:
    """A place of that width round the middle of a region, in the shape of a tile."""
    assert found.region is not None
    x, y, across, down = found.region
    height = round(width * PICTURE / WIDTH)
    return max(0, x + across // 2 - width // 2), max(0, y + down // 2 - height // 2), width, height


def saved(codes: np.ndarray, quality: int) -> Pane:
    """The pixels after a JPEG of that quality."""
    _, content = cv2.imencode(".jpg", codes[..., :3].astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
    read_back = cv2.imdecode(content, cv2.IMREAD_COLOR)
    return np.dstack([read_back, np.full(codes.shape[:2], 255, np.uint8)])


def stretched(codes: Pane) -> Pane:
    """Light tones pulled apart, so that steps of few codes can be seen in print."""
    return np.clip((codes.astype(np.int16) - 200) * 5, 0, 255).astype(np.uint8)


# --- of a pair and of the set -----------------------------------------------------------------------------


def pairs() -> Iterator[Shown]:
    """Registration, what changed, smoothing, repeats, the mask."""
    olive, knit = after("bg-3301-olive-front"), after("kn-4401-navy-front")
    moved = white(olive)
    moved[:, 70:] = olive[:, :-70]
    other = registration(pair(subject_of(knit), Levels(olive)))["same-photo"]
    yield Shown("same-photo", beside(olive, knit), other)
    shift = registration(pair(subject_of(moved), Levels(olive)))["moved"]
    yield Shown("moved", beside(olive, moved), shift)
    same = registration(pair(subject_of(olive), Levels(olive)))["changed"]
    yield Shown("changed", beside(olive, olive), same)
    smooth = knit.copy()
    smooth[420:660, 300:560] = cv2.GaussianBlur(knit, (0, 0), 4.0)[420:660, 300:560]
    yield Shown(
        "over-smoothed", smooth, smoothing(laid_on(smooth, knit))["over-smoothed"], (200, 360, 440, 330)
    )
    tan = after("bg-3301-tan-front")
    twice = repeats(pair(subject_of(tan), before("bg-3301-tan-front")))["repeated-texture"]
    yield Shown("repeated-texture", tan, twice, around(twice, 320))
    yield outside(olive)


def outside(codes: Pane) -> Shown:
    """A change beside what was to be changed."""
    changed, mask = codes.copy(), np.zeros(codes.shape[:2], np.uint8)
    mask[300:600, 300:600] = 255
    changed[400:500, 400:500, :3] = 90
    changed[1000:1080, 100:180, :3] = 120
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mask.png"
        cv2.imwrite(str(path), mask)
        return Shown("outside-mask", changed, outside_mask(laid_on(changed, codes), path)["outside-mask"])


def beside(before: Pane, after: Pane) -> Pane:
    return np.ascontiguousarray(np.hstack([before, after]))


def sets() -> Iterator[Shown]:
    """Twice the same, and a SKU without its angle."""
    bottle, ring = after("bt-1102-front"), after("rg-0409-angle")
    yield Shown("duplicate", beside(bottle, bottle), Found(1))
    yield Shown("missing-shots", beside(ring, white(ring) // 255 * 225), Found(1))


def shots() -> Iterator[Shown]:
    """Shots that nobody has retouched: their light among the others', and what lies about the product."""
    shot = before("bt-1101-front").codes
    dark, cool, mixed, taped = (shot.copy() for _ in range(4))
    dark[..., :3] = shot[..., :3] * 0.8
    cool[..., 2] = shot[..., 2] * 0.9
    mixed[..., 0] = shot[..., 0] * np.linspace(1.0, 0.8, shot.shape[1])[None]
    cv2.rectangle(taped, (690, 900), (740, 960), (60, 60, 60, 255), cv2.FILLED)
    for check, codes in (("exposure", dark), ("white-balance", cool)):
        yield Shown(check, beside(shot, codes), among_others(check, codes, shot))
    for check, codes in (("mixed-light", mixed), ("edge-clean", taped)):
        yield Shown(check, codes, inputs(subject_of(codes))[check])
    yield from specks(shot)
    yield boxed(0.03)


def specks(shot: Pane) -> Iterator[Shown]:
    """A shot with dust on its paper, and what four shots of one dusty sensor have in common."""
    found, spots = dust(subject_of(shot))
    assert spots
    yield Shown("dust", shot, found, around(found, 200))
    shots = [replace(one, versions=(as_shot(shot),)) for one in five()]
    again = sensor_dust(shots, {one.id: spots[:1] for one in shots})["0"]
    yield Shown("sensor-dust", shot, Found(again.value, again.region), around(Found(1, again.region), 200))


def boxed(barrel: float) -> Shown:
    """A box through a lens that bends its sides outwards."""
    codes = np.full((1200, 900, 4), 225, np.uint8)
    codes[180:1020, 130:770] = (140, 120, 100, 255)
    y, x = np.indices(codes.shape[:2], np.float32)
    across, down = (x - 450) / 750, (y - 600) / 750
    off = 1 + barrel * (across**2 + down**2)
    bent = np.asarray(cv2.remap(codes, 450 + 750 * across * off, 600 + 750 * down * off, cv2.INTER_LINEAR,
                                borderMode=cv2.BORDER_REPLICATE), np.uint8)  # fmt: skip
    bow = bow_of(subject_of(bent))
    assert bow is not None
    shots = [replace(one, versions=(as_shot(bent),)) for one in five()]
    found = lens_bow(shots, {one.id: (bow.percent, bow.region) for one in shots})["0"]
    return Shown("distortion", bent, Found(found.value, found.region))


def as_shot(codes: Pane) -> Version:
    """The original of a photo, of which no file is needed."""
    height, width = codes.shape[:2]
    return Version("", 1, "original", "", "", "", 0, width, height, 8, "RGB", "JPEG", 1, None, "untagged")


def five() -> list[Photo]:
    return [Photo(str(number), "", "", "", "", "", number) for number in range(5)]


def among_others(check: str, codes: Pane, shot: Pane) -> Found:
    """What the check says of a shot beside four of another light."""
    usual, other = light_of(subject_of(shot)), light_of(subject_of(codes))
    assert usual is not None
    assert other is not None
    photos = five()
    found = lit_apart(photos, {photo.id: other if photo.id == "0" else usual for photo in photos})
    return Found(found["0"][check].value)


# --- drawing ----------------------------------------------------------------------------------------------


def sheet(scheme: tokens.Scheme, font: QFont) -> QImage:
    """All checks in the order of their table, as tiles with captions."""
    makers: tuple[Callable[[], Iterator[Shown]], ...] = (files, frames, tones_and_edges, pairs, sets, shots)
    shown = [each for make in makers for each in make()]
    assert [each.check for each in shown] == list(BY_ID), "every check has its picture"
    rows = -(-len(shown) // COLUMNS)
    out = QImage(
        GAP + COLUMNS * (WIDTH + GAP), GAP + rows * (PICTURE + WORDS + GAP), QImage.Format.Format_RGB32
    )
    out.fill(QColor(scheme.panel))
    painter = QPainter(out)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, each in enumerate(shown):
        left = GAP + place % COLUMNS * (WIDTH + GAP)
        draw(
            painter,
            each,
            QRectF(left, GAP + place // COLUMNS * (PICTURE + WORDS + GAP), WIDTH, PICTURE),
            scheme,
            font,
        )
    painter.end()
    return out


def draw(painter: QPainter, shown: Shown, tile: QRectF, scheme: tokens.Scheme, font: QFont) -> None:
    """A photo, or a place of it, with the region that was found drawn in; the words below."""
    check = BY_ID[shown.check]
    tolerance = shown.tolerance or check.tolerance
    value = shown.found.value
    assert value is not None, f"{check.id}: {shown.found.note}"
    outcome = tolerance.outcome(value)
    assert outcome != "pass", f"{check.id} passes with {value}"
    painter.fillRect(tile, QColor(scheme.window))
    area, box = placed(shown, tile)
    codes = np.ascontiguousarray(shown.codes)
    photo = QImage(codes.data, codes.shape[1], codes.shape[0], QImage.Format.Format_RGB32)
    painter.drawImage(box, photo, area)
    if shown.found.region:
        outline(painter, QRectF(*shown.found.region), area, box)
    limit = tolerance.in_words(check.unit, outcome)
    caption(painter, (check.title, check.shown(value), f"{outcome}: {limit}"), tile, scheme, font)


def placed(shown: Shown, tile: QRectF) -> tuple[QRectF, QRectF]:
    """What of the photo is drawn, and where in the tile."""
    height, width = shown.codes.shape[:2]
    area = QRectF(*(shown.area or (0, 0, width, height)))
    scale = min(tile.width() / area.width(), tile.height() / area.height())
    box = QRectF(0, 0, area.width() * scale, area.height() * scale)
    box.moveCenter(tile.center())
    return area, box


def outline(painter: QPainter, region: QRectF, area: QRectF, box: QRectF) -> None:
    scale = box.width() / area.width()
    at = QRectF(
        box.left() + (region.left() - area.left()) * scale, box.top() + (region.top() - area.top()) * scale,
        region.width() * scale, region.height() * scale,
    ).adjusted(-2, -2, 2, 2) & box.adjusted(1, 1, -1, -1)  # fmt: skip
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((tokens.MARK_CASING, 4.0), (tokens.MARK_LINE, 2.0)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRect(at)


def caption(
    painter: QPainter, lines: tuple[str, ...], tile: QRectF, scheme: tokens.Scheme, font: QFont
) -> None:
    """The first line strong, the last one stepping back."""
    bold = QFont(font)
    bold.setBold(True)
    for number, text in enumerate(lines):
        painter.setFont(bold if number == 0 else font)
        painter.setPen(QColor(scheme.second if number == len(lines) - 1 else scheme.text))
        fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, WIDTH)
        painter.drawText(QRectF(tile.left(), tile.bottom() + 4 + 19 * number, WIDTH, 19), fitted)
