"""The threads of the photo on screen in the inspector: what was said, to answer and to settle."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from review_desk.domain.annotation import Annotation
from review_desk.domain.comment import Thread
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.ask import AskLine
from review_desk.ui.widgets.pieces import RowButton, Run, Section, button, column, label, row

_SETTLED = 3
"""So many settled threads are shown besides those that are open."""


class ThreadsSection(Section):
    """Filled by the inspector when it is."""

    def __init__(self, session: Session, run: Run) -> None:
        super().__init__("Comments")
        self._session, self._run = session, run

    def refill(self) -> None:
        """Show what was said of the photo on screen."""
        found = self._session.threads
        open_ = [thread for thread in found if not thread.resolved]
        self.set_heading("Comments", f"{len(open_)} open" if open_ else "")
        shown = [*open_, *[thread for thread in found if thread.resolved][-_SETTLED:]]
        self.fill([*(self._thread(thread) for thread in shown), *self._foot(bool(found))])

    def _thread(self, thread: Thread) -> QWidget:
        made = QWidget()
        made.setAccessibleName(f"{'Settled' if thread.resolved else 'Open'} comments")
        pieces: list[QWidget | QLayout | int | None] = []
        if mark := next((m for m in self._session.annotations if m.id == thread.mark), None):
            pieces.append(self._place(mark))
        elif thread.mark:
            pieces.append(label("about a mark that was removed", "second"))
        for each in thread.comments:
            when = f"{each.author} {each.at[5:10]} {each.at[11:16]}"
            pieces += [label(when, "second"), label(each.text, wrap=True)]
        settle = "Reopen" if thread.resolved else "Resolve"
        pieces.append(row(
            self._button("Answer…", partial(self._ask, thread), "Alt+Shift+N"),
            self._button(settle, partial(self._session.settle, thread), "Ctrl+Alt+N"), None,
        ))  # fmt: skip
        inside = column(*pieces, gap=tokens.GAP_XS)
        inside.setContentsMargins(tokens.GAP_S, 0, 0, tokens.GAP_S)
        made.setLayout(inside)
        return made

    def _place(self, mark: Annotation) -> QWidget:
        """The mark that is spoken of; a click selects it on the photo."""
        names = (
            ", ".join(self._session.taxonomy.name_of(tag) for tag in mark.tags)
            or mark.note
            or mark.shape.kind
        )
        made = RowButton(f"▸ {names}", partial(self._session.select_mark, mark.id), tip="Show the mark")
        made.setChecked(mark.id == self._session.selected_mark)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _foot(self, any_there: bool) -> Iterator[QWidget | QLayout]:
        if self._session.current is None:
            yield label("No photo is open.", "second", wrap=True)
            return
        if not any_there:
            yield label("Nothing was said yet.", "second", wrap=True)
        on = "this mark" if self._session.selected_mark else "the photo"
        say = self._button(f"Comment on {on}…", partial(self._run, "thread.say"), "Alt+N")
        yield row(say, None)

    def _button(self, text: str, clicked: Callable[[], None], keys: str) -> QPushButton:
        made = button(text, clicked, role="flat", keys=keys)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _ask(self, thread: Thread) -> None:
        said = f"Answer {thread.comments[-1].author}"
        AskLine(self.window(), said, answered=lambda text, _: self._session.answer(thread, text)).open()
