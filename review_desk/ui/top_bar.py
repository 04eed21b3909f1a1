"""The bar on top: workspaces, the batch and how far it is, and who sits here."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QMenu, QProgressBar, QToolButton, QWidget

from review_desk.ui import tokens
from review_desk.ui.display.badge import CalibrationBadge
from review_desk.ui.gates.words import clock_words, place_words
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Bar, Run, label, menu_button, row, segment, upright

WORKSPACES = (("intake", "Intake"), ("review", "Review"), ("grid", "Grid"))


class TopBar(Bar):
    """What room one is in, of which batch, as whom."""

    def __init__(self, session: Session, run: Run) -> None:
        super().__init__()
        self._session, self._run = session, run
        self.setProperty("surface", "window")
        self.setFixedHeight(44)
        self._build()
        self._connect()
        self.refill()

    def _build(self) -> None:
        self._rail = QButtonGroup(self)
        rail = [self._rail_button(name, title) for name, title in WORKSPACES]
        tip = "Open another batch (Ctrl+B)"
        self._batch = menu_button("Batch", tip, self._fill_batches, role="flat")
        self._count = label("", "second")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(120)
        self._progress.setAccessibleName("Photos decided")
        self._gate = self._flat("gate.page", "Gates of this batch (Ctrl+Shift+G)")
        self._sample = self._flat("gate.sample", "Leave the sample (Ctrl+Alt+S)")
        self._promise = label("", "second")
        self._promise.setToolTip("Until the first photo of this batch is due, as the manifest promises it")
        self.badge = CalibrationBadge()
        self.badge.clicked.connect(partial(self._run, "desk.display"))
        self._person = self._flat("desk.reviewer", "Who is reviewing (Ctrl+Shift+P)")
        left: list[QWidget | int | None] = [*rail, tokens.GAP_S, upright(), tokens.GAP_S, self._batch]
        batch = (self._count, tokens.GAP_XS, self._progress, tokens.GAP_XS, self._promise)
        layout = row(*left, *batch, self._gate, self._sample, None, gap=tokens.GAP_XS)
        layout.addLayout(row(self.badge, self._person))
        layout.setContentsMargins(tokens.GAP_M, 6, tokens.GAP_M, 6)
        self.set_row(layout)

    def _flat(self, action: str, tip: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("role", "flat")
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(partial(self._run, action))
        return made

    def _rail_button(self, name: str, title: str) -> QToolButton:
        made = segment(title, "rail")
        made.setProperty("workspace", name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(partial(self._run, f"desk.{name}"))
        self._rail.addButton(made)
        return made

    def _connect(self) -> None:
        self._session.batches_changed.connect(self.refill)
        self._session.person_changed.connect(self.refill)
        self._session.photos_changed.connect(self.refill)
        self._session.gates_changed.connect(self.refill)

    def enter(self, workspace: str) -> None:
        """Show which room one is in."""
        for made in self._rail.buttons():
            made.setChecked(made.property("workspace") == workspace)

    def open_batches(self) -> None:
        """Drop the list of batches."""
        if self._session.batches:
            self._batch.showMenu()

    def refill(self, *_: object) -> None:
        """Show what holds now."""
        batch, photos = self._session.batch, self._session.photos
        self._batch.setText(f"{batch.name}  ▾" if batch else "No batch")
        self._batch.setEnabled(batch is not None)
        decided = sum(photo.verdict is not None for photo in photos)
        self._count.setText(f"{decided} of {len(photos)}" if photos else "")
        self._progress.setVisible(bool(photos))
        self._progress.setMaximum(max(1, len(photos)))
        self._progress.setValue(decided)
        self._person.setText(f"Reviewer {self._session.reviewer or '–'}  ▾")
        self._person.setAccessibleName(self._person.text())
        self._refill_gate()

    def _refill_gate(self) -> None:
        """Where the batch stands; in a sample, how far that is."""
        found, lot = self._session.at_gates, self._session.lot
        self._gate.setVisible(found is not None and lot is None)
        self._promise.setText(clock_words(found) if found else "")
        self._gate.setText(place_words(found) if found else "")
        self._gate.setAccessibleName(f"Gates of this batch: {self._gate.text()}")
        self._sample.setVisible(lot is not None)
        if lot is not None:
            done = f"{self._session.inspected} of {len(lot.photos)}"
            self._sample.setText(f"Sample of gate {lot.gate}, blind: {done}  ✕")

    def _fill_batches(self, menu: QMenu) -> None:
        for batch in self._session.batches:
            entry = menu.addAction(f"{batch.name}    {batch.decided} of {batch.photos}")
            entry.setCheckable(True)
            entry.setChecked(self._session.batch is not None and batch.id == self._session.batch.id)
            entry.triggered.connect(partial(self._on_batch_triggered, batch.id))

    def _on_batch_triggered(self, batch_id: str) -> None:
        self._session.choose_batch(batch_id)
