"""What the grid shows: which photos, as whose page, in what order and rows, and which are chosen."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from review_desk.domain.channel.page import PageTemplate
from review_desk.domain.check.finding import Finding
from review_desk.domain.grid import walk
from review_desk.domain.grid.arrangement import GROUPINGS, ORDERS, Grouping, Order, PageRow, arranged
from review_desk.domain.grid.facets import Counted, Faceted
from review_desk.domain.grid.walk import Selection, Step
from review_desk.domain.photo import Photo
from review_desk.operations.channels import USUAL, page_templates
from review_desk.ui.grid.drift.words import card_words, gap_reason, gap_words
from review_desk.ui.grid.found import card_words as finding_words
from review_desk.ui.grid.found import facet_values
from review_desk.ui.grid.look import Look, Shown
from review_desk.ui.saved_state import SavedState
from review_desk.ui.session import Session

if TYPE_CHECKING:
    from review_desk.operations.check import Checked
    from review_desk.operations.drift import Drift

_SOON_MS = 120
"""Facets are counted anew this long after a verdict: many come in a row."""


class Page(QObject):
    """The state of the grid room. Sheets, panels and the second window listen to it.

    Attributes:
        template, order, grouping: as whose page, in what order, in which rows.
        columns_wanted: chosen by hand; 0 for as many as the template has at that width.
        columns: of the sheet in the main window.
        chosen, search: what is let through.
        look: how cards are looked at.
        selection: the chosen photos.
        drift: what was found, once it was measured.

    Signals:
        arranged(): other photos, another order, other rows.
        counted(): the facets' values and counts.
        selected(): another selection.
        looked(): the same cards, looked at in another way.
        flagged(): another drift, or other findings.
    """

    arranged = Signal()
    counted = Signal()
    selected = Signal()
    looked = Signal()
    flagged = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.order: Order = "shop"
        self.grouping: Grouping = "page"
        self.columns, self.columns_wanted = 4, 0
        self.chosen: dict[str, frozenset[str]] = {}
        self.search = ""
        self.look = Look()
        self._selection = Selection()
        self.drift: Drift | None = None
        self._checked: Checked | None = None
        self._channel = USUAL
        self._faceted: Faceted | None = None
        self._known: dict[str, Mapping[str, Collection[str]]] = {}
        self._shown: list[Photo] | None = None
        self._shots: dict[tuple[str, str, str], Photo] | None = None
        self._contents: list[tuple[str, str]] = []
        self._rows: dict[int, tuple[PageRow, ...]] = {}
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._on_soon_timeout)
        session.list_changed.connect(self._on_session_list_changed)
        session.photos_changed.connect(self._on_session_photos_changed)
        session.findings_changed.connect(self._on_session_findings_changed)

    # --- photos ------------------------------------------------------------------------------------------

    @cached_property
    def templates(self) -> dict[str, PageTemplate]:
        """The pages of all channels."""
        return page_templates()

    @property
    def template(self) -> PageTemplate:
        """As whose page the batch is laid out."""
        return self.templates[self._channel]

    @property
    def photos(self) -> list[Photo]:
        """The photos that are let through, in the order of the batch."""
        if not self.chosen and not self.search:
            return self.session.photos
        if self._shown is None:
            self._shown = self._answers.shown(self.chosen, self.search)
        return self._shown

    @property
    def _answers(self) -> Faceted:
        """What the photos answer the facets, worked out when first asked for: after the first screen."""
        if self._faceted is None:
            self._checked = self.session.checked
            known = {"finding": facet_values(self._checked), **self._known}
            self._faceted = Faceted(self.session.photos, known)
        return self._faceted

    @property
    def rows(self) -> tuple[PageRow, ...]:
        """The rows of the page in the main window."""
        return self.rows_of(self.columns)

    def rows_of(self, columns: int) -> tuple[PageRow, ...]:
        """The rows of a page with so many columns."""
        if columns not in self._rows:
            photos = self.photos
            self._rows[columns] = arranged(
                photos, order=self.order, grouping=self.grouping, columns=columns, drift=self._off()
            )
        return self._rows[columns]

    @property
    def ordered(self) -> list[str]:
        """The ids of the photos in the order of the page."""
        return [photo for row in self.rows for photo in row.photos]

    def photo(self, photo: str) -> Photo | None:
        """A photo of the batch by id, as it is now."""
        return self.session.photo(photo)

    def other_shot(self, photo: Photo) -> Photo | None:
        """The shot that the channel shows under the mouse, where the SKU's colourway has one."""
        if self._shots is None:
            self._shots = {(p.sku, p.colourway, p.shot): p for p in self.session.photos if p.sku}
        found = (self._shots.get((photo.sku, photo.colourway, shot)) for shot in self.template.hover)
        return next((other for other in found if other and other.id != photo.id), None)

    def remark(self, photo: str) -> str:
        """The worst of what is off with a photo, as short as a card has room."""
        drifts = card_words(self.drift.flags.get(photo, ())) if self.drift else ""
        common = self._checked.telling_nothing if self._checked else ()
        gap = gap_words(self.drift, photo) if self.drift else ""
        return drifts or finding_words(self._findings(photo), common) or gap

    def remarks(self, photo: str) -> list[str]:
        """What is off with a photo, the worst first, in words."""
        found = self.drift.flags.get(photo, ()) if self.drift else ()
        gap = gap_reason(self.drift, photo) if self.drift else ""
        said = [*(deviation.words for deviation in found), *(each.words for each in self._findings(photo))]
        return [*said, gap] if gap else said

    def _findings(self, photo: str) -> Sequence[Finding]:
        known = self.photo(photo)
        return (self.session.findings(known) if known else None) or ()

    def counts(self) -> Mapping[str, list[Counted]]:
        """By facet its values with their counts."""
        asked = self.session.photos or self.chosen or self.search
        return self._answers.counts(self.chosen, self.search) if asked else {}

    def _off(self) -> Mapping[str, float]:
        """How far photos are off, by their worst flag; what could not be measured comes next."""
        if self.drift is None:
            return {}
        unknown = {**dict.fromkeys(self.drift.partly, 0.5), **dict.fromkeys(self.drift.unmeasured, 0.75)}
        return unknown | {photo: 1 + abs(found[0].z) for photo, found in self.drift.flags.items() if found}

    # --- coming back -------------------------------------------------------------------------------------

    def restore(self, saved: SavedState) -> None:
        """Lay the page out as it was on the last day."""
        self._channel = saved.channel if saved.channel in self.templates else USUAL
        self.order = next((order for order in ORDERS if order == saved.order), "shop")
        self.grouping = next((grouping for grouping in GROUPINGS if grouping == saved.grouping), "page")
        self._rearrange()

    def saved(self, state: SavedState) -> SavedState:
        """A state with how the page is laid out now."""
        return replace(state, channel=self._channel, order=self.order, grouping=self.grouping)

    # --- arranging ---------------------------------------------------------------------------------------

    def show_channel(self, channel: str) -> None:
        """Lay the batch out as another channel's page."""
        if channel in self.templates:
            self._channel = channel
            self._rearrange()

    def set_order(self, order: Order) -> None:
        """Another order."""
        self.order = order
        self._rearrange()

    def set_grouping(self, grouping: Grouping) -> None:
        """Rows of the page, colourway strips or SKU sheets."""
        self.grouping = grouping
        self._rearrange()

    def set_columns(self, columns: int) -> None:
        """How many columns the main window's sheet has at its width."""
        if columns != self.columns:
            self.columns = columns
            self.arranged.emit()

    def want_columns(self, columns: int) -> None:
        """So many columns, whatever the width; 0 as the template says."""
        self.columns_wanted = columns
        self._rearrange()

    def choose(self, facet: str, value: str) -> None:
        """Let photos of this value through as well, or no longer."""
        values = self.chosen.get(facet, frozenset()) ^ {value}
        self.chosen = {name: held for name, held in {**self.chosen, facet: values}.items() if held}
        self._narrow()

    def choose_nothing(self) -> None:
        """Let everything through."""
        self.chosen, self.search = {}, ""
        self._narrow()

    def find(self, search: str) -> None:
        """Let only photos through that have all these words."""
        if search != self.search:
            self.search = search
            self._narrow()

    def judge(self, drift: "Drift | None") -> None:
        """Take in what was found of drift."""
        self.drift = drift
        self.learn("drift", _found(drift) if drift else {})
        if self.order == "drift":
            self._rearrange()
        self.flagged.emit()

    def learn(self, facet: str, known: Mapping[str, Collection[str]]) -> None:
        """Something was found of photos that a facet asks for."""
        self._known[facet] = known
        if self._faceted is not None:
            self._faceted.learn(facet, known)
            if facet in self.chosen:
                self._narrow()
            self.counted.emit()

    def _narrow(self) -> None:
        self._shown = None
        self._rearrange()
        self.counted.emit()

    def _rearrange(self) -> None:
        self._rows = {}
        before, self._selection = self._selection, walk.kept(self._selection, self.ordered)
        self.arranged.emit()
        if before != self._selection:
            self.selected.emit()

    # --- choosing photos ---------------------------------------------------------------------------------

    @property
    def selection(self) -> frozenset[str]:
        """The chosen photos."""
        return self._selection.photos

    @property
    def current(self) -> str:
        """The photo the keys stand on."""
        return self._selection.current

    @property
    def selected_in_order(self) -> list[str]:
        """The chosen photos in the order of the page."""
        return [photo for photo in self.ordered if photo in self._selection.photos]

    def select(self, photos: Iterable[str], current: str = "") -> None:
        """Choose exactly these."""
        self._take(walk.of_these(photos, current))

    def select_one(self, photo: str) -> None:
        """Choose one photo alone."""
        self._take(walk.alone(photo))

    def select_to(self, photo: str) -> None:
        """Choose everything up to a photo."""
        self._take(walk.ranged(self.ordered, self._selection, photo))

    def toggle(self, photo: str) -> None:
        """Choose one more, or one less."""
        self._take(walk.toggled(self._selection, photo))

    def select_all(self) -> None:
        """Choose everything that is shown."""
        self.select(self.ordered, self.current)

    def step(self, step: Step, *, page: int, ranging: bool = False) -> None:
        """Go on by a key, choosing alone or everything on the way."""
        there = walk.stepped(self.rows, self.current, step, page=page)
        if there:
            (self.select_to if ranging else self.select_one)(there)

    def _take(self, selection: Selection) -> None:
        if selection != self._selection:
            self._selection = selection
            self.selected.emit()

    # --- looking -----------------------------------------------------------------------------------------

    def look_with(self, **changed: object) -> None:
        """Look in another way: the fields of `Look` by name."""
        look = replace(self.look, **changed)  # type: ignore[arg-type]
        if look != self.look:
            self.look = look
            self.looked.emit()

    def show_version(self, shown: Shown) -> None:
        """The newest version of every photo, or the newest of one role."""
        self.look_with(shown=shown)

    def pin_or_unpin(self) -> None:
        """Keep the photo the keys stand on as the reference; where there is one, let it go."""
        photo = None if self.session.beside.reference else self.photo(self.current)
        self.session.pin(photo, self.look.version(photo).number if photo else 0)
        self.arranged.emit()

    # --- the session -------------------------------------------------------------------------------------

    def _on_session_list_changed(self) -> None:
        """What was found of drift holds as long as the photos are the same."""
        contents = [(photo.id, photo.latest.sha256) for photo in self.session.photos]
        drift = self.drift if contents == self._contents else None
        self._contents, self._faceted, self._shots = contents, None, None
        self._known, self._shown = {}, None
        self._rearrange()
        self.judge(drift)
        self.counted.emit()

    def _on_session_findings_changed(self) -> None:
        if self.session.checked is not self._checked:  # and not only the progress, or which one is selected
            self._checked = self.session.checked
            self.learn("finding", facet_values(self._checked))
            self.flagged.emit()

    def _on_session_photos_changed(self, ids: tuple[str, ...]) -> None:
        if self._faceted is not None:
            for photo in filter(None, map(self.session.photo, ids)):
                self._faceted.take(photo)
            self._soon.start()

    def _on_soon_timeout(self) -> None:
        if self.chosen:
            fresh = self._answers.shown(self.chosen, self.search)
            if [photo.id for photo in fresh] != [photo.id for photo in self.photos]:
                self._shown = fresh
                self._rearrange()
        self.counted.emit()


def _found(drift: "Drift") -> Mapping[str, Collection[str]]:
    """What the facet of drift says of each photo."""
    found = {"flagged": drift.flags, "not measured": drift.unmeasured, "partly measured": drift.partly}
    said: dict[str, list[str]] = {}
    for value, photos in found.items():
        for photo in photos:
            said.setdefault(photo, []).append(value)
    return said
