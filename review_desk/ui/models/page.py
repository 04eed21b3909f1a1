"""The page of models: those that came with the desk and a studio's own, and what each one's card says."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QMenu, QScrollArea, QWidget

from review_desk.errors import DeskError
from review_desk.operations import models as operations
from review_desk.operations.models import Compared, Shelf, Verified
from review_desk.passes.card import ModelCard
from review_desk.ui import tokens
from review_desk.ui.models.card_view import CardView, comparison
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import button, column, label, line, menu_button, row, upright
from review_desk.ui.widgets.while_open import while_open

_LIST_WIDTH, _LINE = 260, 30
_ACTIVE = "●"
T = TypeVar("T")


class ModelsPage(QDialog):
    """Models on the left, the chosen one's card on the right; what takes long runs beside the window."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._shelf = Shelf((), (), frozenset(), frozenset())
        self.setWindowTitle("Models")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, min(680, parent.height() - 60))
        self._build()
        self.refill()

    def _build(self) -> None:
        self.names = QListWidget()
        self.names.setAccessibleName("Model")
        self.names.setFixedWidth(_LIST_WIDTH)
        self.card = CardView()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.card)
        self._said = label("", wrap=True)
        self._said.setContentsMargins(tokens.GAP_L, tokens.GAP_S, tokens.GAP_L, tokens.GAP_S)
        self._said.hide()
        middle = row(self.names, upright(), scroll, gap=0)
        middle.setStretch(2, 1)
        whole = column(middle, line(), self._said, self._foot(), gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.use_button.setDefault(True)
        self.names.currentRowChanged.connect(self._on_names_current_row_changed)
        self.names.setFocus()

    def _foot(self) -> QWidget:
        self.add_button = button(
            "Add…", self.ask_file, tip="Take in a model of the studio's own, with its card"
        )
        self.verify_button = button(
            "Verify all", self.verify, tip="Hold each against its card and run it once"
        )
        self.compare_button = menu_button(
            "Compare", "Both on a folder of photos, by numbers", self._fill_others
        )
        self.compare_button.setText("Compare with ▾")
        self.remove_button = button("Remove", self.remove, role="flat", tip="Only a studio's own can go")
        self.use_button = button("Use for its task", self.use, role="main", keys="Enter")
        foot = row(
            self.add_button, self.verify_button, self.compare_button, None, self.remove_button,
            button("Close", self.reject, keys="Esc"), self.use_button,
        )  # fmt: skip
        foot.setContentsMargins(tokens.GAP_L, tokens.GAP_M, tokens.GAP_XL, tokens.GAP_M)
        made = QWidget()
        made.setLayout(foot)
        return made

    # --- what is there -----------------------------------------------------------------------------------

    def refill(self, choose: str = "") -> None:
        """Read the models anew."""
        self._soon(operations.own_shelf, partial(self._show, choose))

    def _show(self, choose: str, found: Shelf) -> None:
        wanted = choose or (self.chosen.name if self.chosen else "")
        self._shelf = found
        self.names.clear()
        for card in found.cards:
            mark = _ACTIVE if card.sha256 in found.active else " "
            self.names.addItem(f"{mark}  {card.name}   {card.task}")
        for one in found.damaged:
            self.names.addItem(f"!  {one.name[:12]}   damaged")
        for number in range(self.names.count()):
            self.names.item(number).setSizeHint(QSize(0, _LINE))
        names = [card.name for card in found.cards]
        self.names.setCurrentRow(names.index(wanted) if wanted in names else 0)

    @property
    def chosen(self) -> ModelCard | None:
        """The model that is chosen; none for one that is damaged."""
        number = self.names.currentRow()
        return self._shelf.cards[number] if 0 <= number < len(self._shelf.cards) else None

    def _on_names_current_row_changed(self, number: int) -> None:
        card = self.chosen
        if card is None:
            damaged = self._shelf.damaged[number - len(self._shelf.cards)] if number >= 0 else None
            self.card.show_damaged(damaged.why if damaged else "")
        else:
            self.card.show_card(card, own=card.sha256 in self._shelf.own, active=self._is_active(card))
        self.use_button.setEnabled(card is not None and not self._is_active(card))
        self.remove_button.setEnabled(card is None or card.sha256 in self._shelf.own)
        self.compare_button.setEnabled(bool(self._others()))

    def _is_active(self, card: ModelCard) -> bool:
        return card.sha256 in self._shelf.active

    def _others(self) -> list[ModelCard]:
        """Models that can be compared with the chosen one."""
        card = self.chosen
        return [] if card is None else [
            each for each in self._shelf.cards if each.task == card.task and each != card
        ]  # fmt: skip

    def _fill_others(self, menu: QMenu) -> None:
        for card in self._others():
            menu.addAction(card.name).triggered.connect(partial(self._on_other_triggered, card))

    def _on_other_triggered(self, other: ModelCard, _: bool = False) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Photos to compare them on", "")
        if folder:
            self.compare(other, Path(folder))

    # --- what is done ------------------------------------------------------------------------------------

    def use(self) -> None:
        """Make the chosen model the one that runs for its task."""
        if self.chosen:
            self._soon(partial(operations.use, self.chosen.name), self._changed)

    def remove(self) -> None:
        """Take the chosen model of the studio's own out."""
        number = self.names.currentRow()
        damaged = self._shelf.damaged[number - len(self._shelf.cards)] if not self.chosen else None
        name = self.chosen.name if self.chosen else damaged.name if damaged else ""
        self._soon(partial(operations.remove, name), self._removed)

    def ask_file(self) -> None:
        """Ask for the model, then for its card; one beside it of the same name, or card.toml, is taken."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Add a model", "", "Models (*.onnx)")
        if not chosen:
            return
        model = Path(chosen)
        beside = [
            path for path in (model.with_suffix(".toml"), model.with_name("card.toml")) if path.is_file()
        ]
        card = str(beside[0]) if beside else QFileDialog.getOpenFileName(
            self, "Its card", str(model.parent), "Model cards (*.toml)"
        )[0]  # fmt: skip
        if card:
            self.add(model, Path(card))

    def add(self, model: Path, card: Path) -> None:
        """Take a model in, once a worker has proven it."""
        self._say(f"Trying {model.name} in a worker …")
        self._long(partial(operations.add_own, model, card), self._added)

    def verify(self) -> None:
        """Run every model once."""
        self._say("Running every model once …")
        self._long(operations.verify_own, self._verified)

    def compare(self, other: ModelCard, folder: Path) -> None:
        """Measure the chosen model and another on a folder of photos."""
        if self.chosen:
            self._say(f"Measuring {self.chosen.name} and {other.name} …")
            wanted = partial(operations.compare_own, (self.chosen.name, other.name), folder)
            self._long(wanted, self._compared)

    # --- what came of it ---------------------------------------------------------------------------------

    def _changed(self, card: ModelCard) -> None:
        self._say(f"{card.name} runs for {card.task} from now on.")
        self.refill(card.name)

    def _added(self, card: ModelCard) -> None:
        self._say(f"{card.name} is kept. “Use for its task” lets it run for {card.task}.")
        self.refill(card.name)

    def _removed(self, name: str) -> None:
        self._say(f"{name} is removed. What it made stays.")
        self.refill()

    def _verified(self, found: tuple[Verified, ...]) -> None:
        bad = [one for one in found if not one.ok]
        on = ", ".join(sorted({one.provider for one in found if one.ok}))
        fell = next((one.fallback for one in found if one.fallback), "")
        self._say(
            "; ".join(one.why for one in bad) or f"All {len(found)} are in order, on {on}. {fell}".rstrip()
        )

    def _compared(self, found: Compared) -> None:
        self._say(f"Better on {found.photos} photos: {found.better or 'neither'}.")
        self.card.show_words(comparison(found))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()

    def _soon(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._session.tasks.fetch(work, while_open(self, then), while_open(self, self._refuse))

    def _long(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._session.tasks.go_along(work, while_open(self, then), while_open(self, self._refuse))

    def _refuse(self, error: DeskError) -> None:
        self._say(f"!  {error}")
