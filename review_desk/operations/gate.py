"""Where a batch stands at the gates that come with the desk."""

from collections.abc import Sequence
from functools import cache

from review_desk.domain.gate.checklist import Checklist, parse_checklist
from review_desk.domain.gate.gate import Gate, parse_gate
from review_desk.domain.gate.known import Known
from review_desk.domain.gate.standing import Standing, stand
from review_desk.domain.photo import Photo
from review_desk.domain.sampling.lot import Lot, class_outcomes
from review_desk.domain.sampling.plan import CLASSES, DefectClass
from review_desk.domain.sampling.switching import Switch, switch
from review_desk.errors import BadInput
from review_desk.operations.check import Checked
from review_desk.paths import asset
from review_desk.store import gates as table
from review_desk.store import photos as photo_table
from review_desk.store.desk import Reader


@cache
def gates() -> tuple[Gate, ...]:
    """The gates in their order. Raises BadInput for a mistake in a file."""
    found = [parse_gate(file.read_text("utf-8"), name=file.name) for file in asset("gates").glob("*.toml")]
    return tuple(sorted(found, key=lambda gate: gate.number))


@cache
def checklists() -> tuple[Checklist, ...]:
    """The checklists, by file name. Raises BadInput for a mistake in a file."""
    files = sorted(asset("checklists").glob("*.toml"))
    return tuple(parse_checklist(file.read_text("utf-8"), name=file.name) for file in files)


def gate(number: int) -> Gate:
    """The gate of that number. Raises BadInput naming those there are."""
    found = next((each for each in gates() if each.number == number), None)
    if found is None:
        known = ", ".join(str(each.number) for each in gates())
        raise BadInput(f"There is no gate {number}: there is {known}.")
    return found


def switches(lots: Sequence[Lot], number: int) -> dict[DefectClass, Switch]:
    """How strictly each class of defect is inspected next at a gate, by all the desk's lots there."""
    own = [lot for lot in lots if lot.gate == number]
    return {name: switch(class_outcomes(own, name)) for name in CLASSES}


def known(
    reader: Reader, batch_id: str, checked: Checked | None = None, photos: Sequence[Photo] | None = None
) -> Known:
    """All that the gates ask about a batch, read at one moment. `checked`: what its checks say."""
    with reader.snapshot():
        found = photo_table.photos(reader.db, batch=batch_id) if photos is None else photos
        every = table.lots(reader.db)
        releases = table.releases(reader.db, batch_id)
        return Known(
            photos=found,
            findings={photo.id: checked.of(photo.id) for photo in found} if checked else {},
            looked=_looked(checked, found),
            signatures=table.signatures(reader.db, batch_id),
            lots=[lot for lot in every if lot.batch == batch_id],
            inspected=table.inspected(reader.db, batch_id),
            releases=releases,
            changed={
                number: table.changed_since(reader.db, batch_id, release.head, gate(number).reopened_by)
                for number, release in releases.items()
                if release.lets_through
            },
            checklists=checklists(),
            switches={each.number: switches(every, each.number) for each in gates() if each.sampling},
        )


def _looked(checked: Checked | None, photos: Sequence[Photo]) -> frozenset[str]:
    """The photos whose newest version was checked."""
    if checked is None:
        return frozenset()
    newest = {photo.id: photo.latest.number for photo in photos}
    return frozenset(e.photo for e in checked.findings if newest.get(e.photo) == e.version) & checked.looked


def standings(
    reader: Reader, batch_id: str, checked: Checked | None = None, photos: Sequence[Photo] | None = None
) -> tuple[Standing, ...]:
    """The batch at every gate."""
    return stand(gates(), known(reader, batch_id, checked, photos))
