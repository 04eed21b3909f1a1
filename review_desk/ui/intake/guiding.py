"""The guided questions in the window: two keys, a level with its reason, and a rule out of it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from review_desk.domain.guided import HINTS, QUESTIONS, Answered, answered, likeness
from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import Evidence, telling
from review_desk.ui import tokens
from review_desk.ui.intake.faces import Strip
from review_desk.ui.thumbnails import Thumbnails
from review_desk.ui.widgets.pieces import button, clear, column, key_cap, label, row

Store = Callable[[Sequence[str], Answered], None]
Write = Callable[[Photo, Answered], None]

_WIDTH = 560


class GuidedQuestions(QDialog):
    """One question at a time, answered by Y or N; Backspace goes back. Then Enter gives the level.

    `store(photos, answered)` gives the level; `write(photo, answered)` makes a rule of it.
    """

    def __init__(
        self,
        parent: QWidget,
        thumbnails: Thumbnails,
        *,
        photos: Sequence[Photo],
        alike: Sequence[Photo],
        evidence: Evidence,
        store: Store,
        write: Write,
    ) -> None:
        super().__init__(parent)
        self._photos, self._alike, self._store, self._write = list(photos), list(alike), store, write
        self._answers: list[bool] = []
        self.setWindowTitle("The guided questions")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        self._all = QCheckBox(f"All {len(alike)} photos like this")
        self._all.setToolTip("Key A")
        self._all.setVisible(len(alike) > len(photos))
        self._all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._body = QVBoxLayout()
        self._body.setSpacing(tokens.GAP_M)
        head = _head(self._photos, evidence)
        self.setLayout(
            column(
                head,
                Strip(thumbnails, self._photos),
                self._body,
                None,
                gap=tokens.GAP_M,
                margin=tokens.GAP_XL,
            )
        )
        self._show()

    @property
    def outcome(self) -> Answered | None:
        """What follows, once both questions are answered."""
        if len(self._answers) < len(QUESTIONS):
            return None
        return answered(noticed=self._answers[0], sells=self._answers[1])

    # --- showing -----------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._all.setParent(None)
        clear(self._body)
        for number, said in enumerate(self._answers):
            self._body.addWidget(
                label(f"{QUESTIONS[number]}  {'Yes.' if said else 'No.'}", "second", wrap=True)
            )
        found = self.outcome
        if found is None:
            self._ask(len(self._answers))
        else:
            self._conclude(found)
        self.adjustSize()
        self.setFocus()

    def _ask(self, number: int) -> None:
        self._body.addWidget(
            label(f"{number + 1} of {len(QUESTIONS)}   {QUESTIONS[number]}", "strong", wrap=True)
        )
        self._body.addWidget(label(HINTS[number], "second", wrap=True))
        yes, no = (
            button("Yes", partial(self.say, True), keys="Y"),
            button("No", partial(self.say, False), keys="N"),
        )
        self._body.addLayout(row(yes, key_cap("Y"), tokens.GAP_M, no, key_cap("N"), None, key_cap("Esc"),
                                 label("leave", "second")))  # fmt: skip

    def _conclude(self, found: Answered) -> None:
        shape = tokens.LEVEL_SHAPES[found.level]
        self._body.addWidget(label(f"{shape}  Level {found.level}", "large"))
        self._body.addWidget(label(found.sentence, wrap=True))
        self._body.addWidget(self._all)
        self._body.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        give = button("Give this level", self.accept, role="main", keys="Enter")
        give.setDefault(True)
        rule = button("Make it a rule…", self._make_rule, keys="R")
        back = button("Back", self._back, keys="Backspace")
        return row(back, None, rule, key_cap("R"), tokens.GAP_S, give, key_cap("⏎"))

    # --- answering ---------------------------------------------------------------------------------------

    def say(self, yes: bool, _checked: bool = False) -> None:
        """Answer the question that is open."""
        if self.outcome is None:
            self._answers.append(yes)
            self._show()

    def _back(self) -> None:
        if self._answers:
            self._answers.pop()
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Y: partial(self.say, True),
            Qt.Key.Key_N: partial(self.say, False),
            Qt.Key.Key_Backspace: self._back,
            Qt.Key.Key_A: self._all.toggle,
            Qt.Key.Key_R: self._make_rule,
        }
        if event.key() in keys and not event.modifiers():
            keys[event.key()]()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        """Give the level, once there is one."""
        found = self.outcome
        if found is None:
            return
        chosen = self._alike if self._all.isChecked() else self._photos
        super().accept()
        self._store([photo.id for photo in chosen], found)

    def _make_rule(self) -> None:
        found = self.outcome
        if found is not None:
            super().accept()
            self._write(self._photos[0], found)


def _head(photos: Sequence[Photo], evidence: Evidence) -> QVBoxLayout:
    first = photos[0]
    what = first.title if len(photos) == 1 else f"{len(photos)} photos"
    told = ", ".join(likeness(first).values()) or "nothing is told of it"
    seen = f" Seen in the pixels: {', '.join(telling(evidence))}." if telling(evidence) else ""
    return column(label(what, "large"), label(f"{told[:1].upper()}{told[1:]}.{seen}", "second", wrap=True),
                  gap=tokens.GAP_XS)  # fmt: skip
