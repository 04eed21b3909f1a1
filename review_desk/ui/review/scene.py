"""What the canvas shows: the photo by its plan, and what lies over it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion, QTransform

from review_desk.domain import viewplan
from review_desk.domain.annotation import Annotation
from review_desk.domain.carrying import left_out, seen_on
from review_desk.domain.photo import Version
from review_desk.domain.sampler import Spot
from review_desk.domain.shapes.path import ClippingPath
from review_desk.domain.viewplan import DrawPlan, Pane, Size, View, level_for
from review_desk.ui import tokens
from review_desk.ui.review import drawing, navigator, samplers
from review_desk.ui.review.captions import Captions
from review_desk.ui.review.figures import Figures
from review_desk.ui.review.frames import Frames
from review_desk.ui.review.heats import Heats
from review_desk.ui.review.live import LivePictures, Subject
from review_desk.ui.review.loupe import Glass
from review_desk.ui.review.marking import painting
from review_desk.ui.review.marking.layer import MarkLayer
from review_desk.ui.review.marking.washes import InHand, Washes
from review_desk.ui.review.masks import Masks
from review_desk.ui.review.panes import PaneCache, PanePhoto, photo_rect
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails


@dataclass(frozen=True)
class Look:
    """How the canvas is looked at, beside the view: device pixels, surround, and what lies over the photo.

    `information` is 0 off, 1 short, 2 full; `bare` hides everything over the photo; `draft` is a mark
    being drawn, `held` one being changed, `hint` what the tool in hand asks for;
    `in_hand` is the brush.
    """

    size: Size
    ratio: float
    surround: str
    information: int = 1
    bare: bool = False
    draft: Annotation | None = None
    held: Annotation | None = None
    hint: str = ""
    power: float = 0.0
    glasses: tuple[Glass, ...] = ()
    area: Spot | None = None
    in_hand: InHand | None = None

    @property
    def whole(self) -> QRect:
        """The canvas in device pixels."""
        return QRect(0, 0, self.size.width, self.size.height)


class Scene:
    """Draws plans. It keeps rendered panes, and nothing of what the person does."""

    def __init__(self, session: Session, frames: Frames, thumbnails: Thumbnails) -> None:
        self._session, self._frames, self._thumbnails = session, frames, thumbnails
        self._panes = PaneCache()
        self.figures = Figures(session.tasks)
        self.live = LivePictures(session.tasks)
        self.masks = Masks(session)
        self.heats = Heats(session)
        self.washes = Washes(session)
        self.captions = Captions(session, frames, self.masks, self.heats)

    def paint(self, painter: QPainter, plan: DrawPlan | None, look: Look) -> None:
        """Draw the whole canvas in device pixels."""
        if plan is None:
            painter.fillRect(look.whole, QColor(look.surround))
            drawing.draw_notice(painter, *self.captions.empty(), look.whole, look.ratio)
            return
        self._frames.show([self._version(pane) for pane in plan.panes])
        if plan.view.mode == "difference":
            self._draw_difference(painter, plan)
        elif plan.view.mode == "onion":
            self._draw_onion(painter, plan, look)
        else:
            if plan.view.mode == "nup":  # the seams, and the end of the last row
                painter.fillRect(look.whole, QColor(look.surround))
            for pane in plan.panes:
                self._draw_pane(painter, pane, look)
        self._draw_over(painter, plan, look)

    def prepare(self, version: Version, pane: Pane, surround: str) -> None:
        """Render a pane that is not on screen yet, if its pixels are there."""
        if photo := self._at_hand(version, pane, surround):
            self._panes.keep(photo)

    def transform(self, mark: Annotation, pane: Pane) -> QTransform:
        """From the pixels of a mark's own version to device pixels, carried over by shares of the photo."""
        photo = self._session.current
        assert photo is not None
        return painting.transform_to(pane, own=photo.version(mark.version), shown=self._version(pane))

    def mark_at(self, plan: DrawPlan, x: float, y: float, near: float) -> str | None:
        """The mark whose line is within `near` device pixels of a `point_view`; the topmost of several."""
        pane = plan.pane_at(x, y)
        if pane is None or self._session.current is None:
            return None
        outside = left_out(self._session.current.versions)
        for mark in reversed(seen_on(self._session.annotations, self._version(pane).number, outside)):
            if painting.touches(mark.shape, self.transform(mark, pane), QPointF(x, y), near):
                return mark.id
        return None

    def _version(self, pane: Pane) -> Version:
        version = self._session.version(pane.side)
        assert version is not None
        return version

    def _draw_pane(self, painter: QPainter, pane: Pane, look: Look) -> None:
        version, clip = self._version(pane), drawing.rect(pane.clip)
        drawing.set_clip(painter, pane, look.whole)
        photo = self._photo(pane, look.surround)
        if photo is not None:
            self._draw_pixels(painter, photo, look)
        else:
            painter.fillRect(clip, QColor(look.surround))
            self._draw_instead(painter, version, pane, look)
        painter.setClipping(False)

    @property
    def measures(self) -> bool:
        """Whether what is on screen speaks of the photo's own codes, and not of this display's."""
        view = self._session.view
        return view.mode == "difference" or view.analysis != "normal"

    def _photo(self, pane: Pane, surround: str) -> PanePhoto | None:
        """What a pane shows of its photo, once there is any of it."""
        version = self._version(pane)
        self._frames.want(version, pane.level, plain=self.measures, pane=pane)
        return self._at_hand(version, pane, surround)

    def _at_hand(self, version: Version, pane: Pane, surround: str) -> PanePhoto | None:
        frame = self._frames.best(version, pane.level, plain=self.measures)
        tiled = self._frames.tiles(version, pane, plain=self.measures)
        if frame is None and tiled is not None and tiled.pieces:
            frame = self._frames.nothing_yet()
        return PanePhoto(version, frame, pane, surround, tiled) if frame else None

    def _draw_pixels(self, painter: QPainter, photo: PanePhoto, look: Look) -> None:
        """The pane, as the analysis view in force draws it; as it is until that has been made."""
        made = self._analysed(photo, look)
        if made is None:
            self._panes.draw(painter, photo)
            return
        image, offset = made
        corner = offset + QPoint(photo.pane.pane.x, photo.pane.pane.y)
        if not offset.isNull():
            painter.save()
            bare = QRegion(drawing.rect(photo.pane.pane)) - QRegion(QRect(corner, image.size()))
            painter.setClipRegion(bare, Qt.ClipOperation.IntersectClip)
            self._panes.draw(painter, photo)
            painter.restore()
        painter.drawImage(corner, image)

    def _analysed(self, photo: PanePhoto, look: Look) -> tuple[QImage, QPoint] | None:
        """The analysis view in force, and how far from the pane's corner it belongs."""
        chosen, pane = self._session.view.analysis, photo.pane
        if chosen == "normal":
            return None
        before, mask = self._before(pane, look), self._mask(photo)
        values = self._session.view.values_of(chosen)
        photos = photo.version.sha256, before and before.version.sha256
        subject = Subject((chosen, photos, *values.items()), pane.pane, pane.scale, pane.mirrored)
        key = photo.key, before and before.key, mask and mask.frame.image.cacheKey()
        work = partial(_analyse, chosen, photo, before=before, mask=mask, values=values)
        return self.live.of(subject, pane, key, work)

    def _mask(self, photo: PanePhoto) -> PanePhoto | None:
        """The mask of the photo on screen laid out as it is, for the views that show one; black around it."""
        current, shown = self._session.current, self._session.view.analysis
        if shown not in ("mask", "artefacts") or current is None or photo.version.photo != current.id:
            return None
        frame = self.masks.of(current) if shown == "mask" else self.heats.of(photo.version)
        return PanePhoto(photo.version, frame, photo.pane, "#000000") if frame else None

    def _before(self, pane: Pane, look: Look) -> PanePhoto | None:
        """Version A laid out as this pane is, for the views that compare."""
        size = self._session.version("a")
        assert size is not None
        own = self._version(pane)
        scale = pane.scale * min(own.width / size.width, own.height / size.height)
        return self._photo(replace(pane, side="a", scale=scale, level=level_for(scale)), look.surround)

    def _draw_onion(self, painter: QPainter, plan: DrawPlan, look: Look) -> None:
        """B over A, as strong as its opacity."""
        self._draw_pane(painter, plan.panes[0], look)
        painter.setOpacity(plan.view.opacity)
        self._draw_pane(painter, plan.panes[1], look)
        painter.setOpacity(1.0)

    def _draw_instead(self, painter: QPainter, version: Version, pane: Pane, look: Look) -> None:
        """Why there is nothing to see, or the thumbnail until there is."""
        trouble = self._frames.trouble(version)
        if trouble:
            where = f"{trouble}\nIf the photos were moved, use “Find moved photos”."
            drawing.draw_notice(
                painter, "This version cannot be shown", where, drawing.rect(pane.clip), look.ratio
            )
        elif thumbnail := self._thumbnails.get(version):
            drawing.draw_thumbnail(painter, thumbnail, version, pane)

    def _draw_difference(self, painter: QPainter, plan: DrawPlan) -> None:
        painter.fillRect(drawing.rect(plan.panes[0].clip), QColor("#000000"))
        a, b = (self._photo(pane, "#000000") for pane in plan.panes)
        if a is None or b is None:
            return
        if made := self._differing(plan, a, b):
            painter.drawImage(made[1], made[0])
        if plan.view.difference == "delta_e" and (map_ := self.figures.delta_e(a, b)):
            painter.drawImage(photo_rect(b.pane, b.version).topLeft(), map_)

    def _differing(self, plan: DrawPlan, a: PanePhoto, b: PanePhoto) -> tuple[QImage, QPoint] | None:
        view = plan.view
        photos = a.version.sha256, b.version.sha256
        subject = Subject((view.difference, view.gain, view.threshold, photos), b.pane.pane, b.pane.scale)
        work = partial(_differ, a, b, view)
        return self.live.of(subject, b.pane, (a.key, b.key), work)

    def _draw_over(self, painter: QPainter, plan: DrawPlan, look: Look) -> None:
        if plan.view.mode == "wipe":
            drawing.draw_wipe(painter, viewplan.wipe_cut(plan.view, look.size), look.whole, look.ratio)
        if plan.view.mode in ("side", "mirror", "stack"):
            painter.fillRect(_seam(plan, look.whole), QColor(tokens.MARK_CASING))
        if look.bare:
            return
        for pane in plan.panes:
            drawing.set_clip(painter, pane, look.whole)
            self._draw_marks(painter, pane, look)
            self._draw_samplers(painter, pane, look)
            self._draw_finding(painter, pane, look)
        painter.setClipping(False)
        if look.information:
            self._draw_names(painter, plan, look)
        if look.draft is not None:
            self._draw_draft(painter, plan, look.draft, look)
        if look.hint:
            place = QPointF(12 * look.ratio, look.size.height - 36 * look.ratio)
            drawing.draw_label(painter, look.hint, place, look.ratio)
        self._draw_navigator(painter, plan, look)
        self._draw_loupes(painter, plan, look)

    def _draw_finding(self, painter: QPainter, pane: Pane, look: Look) -> None:
        """Where the selected finding is, on the version that it was found on."""
        found, shown = self._session.finding, self._version(pane)
        if (
            found is None
            or found.region is None
            or (shown.photo, shown.number) != (found.photo, found.version)
        ):
            return
        x, y, width, height = found.region
        size = Size(shown.width, shown.height)
        first = pane.point_at((x / size.width, y / size.height), size)
        last = pane.point_at(((x + width) / size.width, (y + height) / size.height), size)
        box = QRectF(QPointF(*first), QPointF(*last)).normalized()
        drawing.draw_frame(painter, box, look.ratio, strong=True, dashed=True)
        words = f"{tokens.OUTCOME_SHAPES[found.outcome]} {found.check.title} {found.check.shown(found.value)}"
        low = min(box.bottom() + 8 * look.ratio, pane.clip.y + pane.clip.height - 32 * look.ratio)
        left = max(box.left(), pane.clip.x + 8 * look.ratio)
        colour = tokens.OUTCOME_COLOURS[found.outcome]
        drawing.draw_label(painter, words, QPointF(left, low), look.ratio, colour=colour)

    def _draw_loupes(self, painter: QPainter, plan: DrawPlan, look: Look) -> None:
        """Each photo at the cursor in true pixels, over everything else."""
        for glass in look.glasses:
            if version := self._session.version(glass.slot):
                mirrored = any(p.mirrored for p in plan.panes if p.side == glass.slot)
                pane = replace(glass.pane(Size(version.width, version.height), look.power), mirrored=mirrored)
                self._draw_loupe(painter, pane, look)

    def _draw_loupe(self, painter: QPainter, pane: Pane, look: Look) -> None:
        photo = self._photo(pane, look.surround)
        if photo is None:
            return
        box = drawing.rect(pane.pane)
        painter.drawImage(box.topLeft(), photo.image())
        drawing.draw_frame(painter, QRectF(box), look.ratio, strong=False)
        words = f"{pane.side.upper()}  {'≈ ' if photo.coarse else ''}{look.power * 100:.0f} %"
        drawing.draw_label(painter, words, QPointF(box.x(), box.bottom() - 24 * look.ratio), look.ratio)

    def navigator(self, plan: DrawPlan, look: Look) -> QRectF | None:
        """Where the navigator stands, in device pixels, while only a part of the photo is seen."""
        pane, shown = plan.panes[-1], self._version(plan.panes[-1])
        wanted = look.information and not look.bare and navigator.needed(pane, shown)
        return navigator.place(shown, look.size, look.ratio) if wanted else None

    def _draw_navigator(self, painter: QPainter, plan: DrawPlan, look: Look) -> None:
        box, pane = self.navigator(plan, look), plan.panes[-1]
        if box is not None and (thumbnail := self._thumbnails.get(self._version(pane))):
            version = self._version(pane)
            navigator.draw(painter, thumbnail, box, pane=pane, version=version, ratio=look.ratio)

    def _draw_names(self, painter: QPainter, plan: DrawPlan, look: Look) -> None:
        margin = 12 * look.ratio
        if plan.view.mode in ("difference", "onion"):
            both = self.difference_words if plan.view.mode == "difference" else self.captions.onion
            words = both(plan)
            drawing.draw_label(painter, words, QPointF(margin, margin), look.ratio)
            return
        if plan.view.mode == "nup":
            foot = QPointF(margin, look.size.height - 36 * look.ratio)
            drawing.draw_label(painter, self.captions.nup(plan), foot, look.ratio)
        for pane in plan.panes:
            on_right = pane.side == "b" and plan.view.mode == "wipe"
            x = pane.clip.x + pane.clip.width - margin if on_right else pane.clip.x + margin
            words = self.captions.of(pane, full=look.information > 1)
            place = QPointF(x, pane.clip.y + margin)
            drawing.draw_label(painter, words, place, look.ratio, right=on_right)

    def difference_words(self, plan: DrawPlan) -> str:
        """The gain, and the figures of the part of the photos that both panes show."""
        a, b = (self._photo(pane, "#000000") for pane in plan.panes)
        return self.captions.difference(plan, self.figures.words(a, b) if a and b else "")

    def _draw_samplers(self, painter: QPainter, pane: Pane, look: Look) -> None:
        """The photo's samplers, and the area that is being averaged."""
        version, photo = self._version(pane), self._session.current
        size = Size(version.width, version.height)
        if photo is not None and version.photo == photo.id:
            samplers.draw(painter, pane, size, self._session.samplers, look.ratio)
        if look.area is not None:
            drawing.draw_frame(painter, samplers.box(pane, size, look.area), look.ratio, strong=False)

    def _draw_marks(self, painter: QPainter, pane: Pane, look: Look) -> None:
        photo = self._session.current
        if photo is None or self._version(pane).photo != photo.id:
            return  # the marks are of the photo on screen
        layer = MarkLayer(
            photo,
            _with(self._session.annotations, look.held),
            self._session.selected_mark,
            self._session.taxonomy,
            self.washes,
            look.in_hand,
        )
        layer.draw(painter, pane, self._version(pane), look.ratio)

    def _draw_draft(self, painter: QPainter, plan: DrawPlan, draft: Annotation, look: Look) -> None:
        transform = self.transform(draft, plan.panes[-1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        line = painting.on_screen(draft.shape, transform, look.ratio)
        painting.draw(painter, line, look.ratio, strong=True)
        if isinstance(draft.shape, ClippingPath):
            painting.draw_grips(painter, draft.shape, transform, look.ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _seam(plan: DrawPlan, whole: QRect) -> QRect:
    """What two panes leave free between them: a pixel more where the canvas is odd, for they are alike."""
    first, second = (drawing.rect(pane.clip) for pane in plan.panes)
    if plan.view.mode == "stack":
        return QRect(0, first.bottom() + 1, whole.width(), second.top() - first.bottom() - 1)
    return QRect(first.right() + 1, 0, second.left() - first.right() - 1, whole.height())


def _analyse(
    name: str,
    photo: PanePhoto,
    *,
    before: PanePhoto | None,
    mask: PanePhoto | None,
    values: Mapping[str, float],
) -> QImage:
    from review_desk.ui.review.analysing import analysed  # arrays: not before they are needed

    return analysed(
        name,
        photo.image(),
        photo.pane,
        before=before.image() if before else None,
        mask=mask.image() if mask else None,
        values=values,
    )


def _differ(a: PanePhoto, b: PanePhoto, view: View) -> QImage:
    from review_desk.ui.review.differing import difference_image

    return difference_image(a.image(), b.image(), view.difference, gain=view.gain, threshold=view.threshold)


def _with(marks: tuple[Annotation, ...], held: Annotation | None) -> tuple[Annotation, ...]:
    """The marks with the one in hand as the hand has it."""
    return tuple(held if held and mark.id == held.id else mark for mark in marks)
