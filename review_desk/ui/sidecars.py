"""Writing sidecars from the window: what to say is read on the reading thread, written on the errand's."""

from functools import partial
from pathlib import Path

from review_desk.operations.sidecars import Report, Wanted, wanted_sidecars
from review_desk.operations.sidecars import write_sidecars as write
from review_desk.ui.session import Session


def write_sidecars(session: Session, folder: Path | None) -> None:
    """Say in sidecars what was decided on the batch on screen; into `folder`, or beside the photos."""
    if session.batch is not None:
        asked = partial(wanted_sidecars, batch=session.batch)
        session.tasks.read(asked, partial(_write, session, folder), session.refuse)


def _write(session: Session, folder: Path | None, wanted: list[Wanted]) -> None:
    session.tasks.run(partial(write, wanted, folder=folder), partial(_tell, session), session.refuse)


def _tell(session: Session, report: Report) -> None:
    (session.refused if report.refused else session.told).emit(report.words)
