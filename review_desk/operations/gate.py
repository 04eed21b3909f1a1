"""Where a batch stands at the gates in force."""

from collections.abc import Sequence

from review_desk.domain.gate.known import Known
from review_desk.domain.gate.standing import Standing, stand
from review_desk.domain.photo import Photo
from review_desk.domain.sampling.lot import Lot, class_outcomes
from review_desk.domain.sampling.plan import CLASSES, DefectClass
from review_desk.domain.sampling.switching import Switch, switch
from review_desk.operations.check import Checked
from review_desk.operations.gate_files import ways
from review_desk.store import gates as table
from review_desk.store import photos as photo_table
from review_desk.store.desk import Reader


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
        held = ways(reader)
        return Known(
            photos=found,
            findings={photo.id: checked.of(photo.id) for photo in found} if checked else {},
            looked=_looked(checked, found),
            signatures=table.signatures(reader.db, batch_id),
            lots=[lot for lot in every if lot.batch == batch_id],
            inspected=table.inspected(reader.db, batch_id),
            releases=releases,
            changed={
                each.number: table.changed_since(reader.db, batch_id, release.head, each.reopened_by)
                for each in held.gates
                if (release := releases.get(each.number)) and release.lets_through
            },
            gates=held.gates,
            checklists=held.checklists,
            switches={each.number: switches(every, each.number) for each in held.gates if each.sampling},
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
    told = known(reader, batch_id, checked, photos)
    return stand(told.gates, told)
