"""Bringing marks back from a labelling tool's file onto the batch on screen."""

from functools import partial
from pathlib import Path

from review_desk.domain.batch import Batch
from review_desk.domain.changes import Changes
from review_desk.operations.clock import now
from review_desk.operations.imports.bring_back import Brought, bring_back, in_words, read_marks
from review_desk.operations.imports.incoming import Read
from review_desk.store.desk import Store
from review_desk.ui.session import Session


def bring_in_marks(session: Session, file: Path) -> None:
    """Read the file off the main thread, store its marks in one step, tell how it went."""
    if session.batch is not None:
        session.tasks.run(partial(read_marks, file), partial(_store, session, session.batch))


def _store(session: Session, batch: Batch, read: Read) -> None:
    done: list[Brought] = []

    def operation(store: Store) -> Changes:
        done.append(bring_back(store, read, batch=batch, author=session.reviewer, at=now()))
        return done[0].changes

    session.write(operation, lambda _: _tell(session, done[0]))


def _tell(session: Session, brought: Brought) -> None:
    first = f" {brought.passed_over[0]}" if brought.passed_over else ""
    session.told.emit(f"{in_words(brought)}{first}")
