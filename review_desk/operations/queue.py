"""Queues over the batches of a desk: what waits, taking the next, giving it back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

from review_desk.domain.batch import Batch
from review_desk.domain.changes import Changes
from review_desk.domain.deadline import due, moment
from review_desk.domain.decision import require_reviewer
from review_desk.domain.escalation import person_in
from review_desk.domain.gate.hold import Queue
from review_desk.domain.gate.known import Known
from review_desk.domain.gate.standing import Standing, queue_of, stand
from review_desk.domain.photo import Photo
from review_desk.domain.queue import FOR_PEOPLE, LEASE_MINUTES, Claim, Waiting, following, for_person, holder
from review_desk.errors import Refused
from review_desk.operations import browse
from review_desk.operations.check import Checked, checked, tasks
from review_desk.operations.check import known as known_looks
from review_desk.operations.gate import known
from review_desk.operations.tolerances import overrides_in_force
from review_desk.store import claims as table
from review_desk.store.cache import Cache
from review_desk.store.desk import Reader, Store
from review_desk.store.projections import Row


def recalled(reader: Reader, cache: Cache, photos: Sequence[Photo]) -> Checked | None:
    """What the checks say as far as was measured before; None where nothing was."""
    looks = known_looks(cache, tasks(reader, photos))
    own = overrides_in_force(reader)
    return checked([p for p in photos if p.id in looks], looks, overrides=own) if looks else None


def waiting_in(reader: Reader, batch: Batch, cache: Cache) -> list[Waiting]:
    """What waits in a batch, as its gates hold it."""
    photos = browse.photos(reader, batch_id=batch.id)
    told = known(reader, batch.id, recalled(reader, cache, photos), photos)
    return waiting(batch, told, stand(told.gates, told))


def waiting(batch: Batch, told: Known, standings: Sequence[Standing]) -> list[Waiting]:
    """The photos that a batch's gates hold, each in its queue."""
    queues, since = queue_of(standings), moment(batch.created_at)
    assert since is not None  # the desk wrote it
    found = []
    for photo in told.photos:
        if photo.id in queues:
            queue, hold = queues[photo.id]
            level = photo.assignment.level if photo.assignment else 0
            begun = moment(str(photo.fields.get("shot_at") or "")) or since
            found.append(
                Waiting(
                    photo.id, photo.title, batch.id, queue, hold.title, level, due(photo, batch.created_at),
                    begun, photo.position, _barred(photo, queue, told),
                    *_asked(photo),
                )
            )  # fmt: skip
    return found


def _asked(photo: Photo) -> tuple[str, str]:
    """The one person that an escalation is for, and what is asked."""
    decision = photo.decision
    return (person_in(decision.escalated_to), decision.question) if decision else ("", "")


def at_gates(reader: Reader, batch: Batch, photos: Sequence[Photo]) -> dict[str, frozenset[str]]:
    """By photo of a batch, what its gates say of it: “held 2”, “released 1”. Checks count as remembered."""
    cache = Cache(reader.folder)
    try:
        told = known(reader, batch.id, recalled(reader, cache, photos), photos)
    finally:
        cache.close()
    found: dict[str, set[str]] = {photo.id: set() for photo in photos}
    for standing in stand(told.gates, told):
        number = standing.gate.number
        held = {photo for hold in standing.holds for photo in hold.photos}
        for photo, words in found.items():
            if standing.passed:
                words.add(f"released {number}")
            elif photo in held:
                words.add(f"held {number}")
    return {photo: frozenset(words) for photo, words in found.items()}


def _barred(photo: Photo, queue: Queue, told: Known) -> frozenset[str]:
    if queue == "peer":
        own = told.signatures.get((photo.id, "self"))
        return frozenset({own.person.casefold()} if own else ())
    if queue == "sample" and photo.decision and photo.decision.verdict:
        return frozenset({photo.decision.reviewer.casefold()})
    return frozenset()


def claims(reader: Reader) -> dict[str, Claim]:
    """Every claim, those whose lease is over included."""
    return table.claims(reader.db)


def claim_next(
    store: Store,
    *,
    offered: Sequence[Waiting],
    person: str,
    at: str,
    queues: Collection[Queue] = FOR_PEOPLE,
    instead_of: str = "",
) -> tuple[Waiting | None, Changes]:
    """Take the next photo that a person may have, in one transaction: nobody else is given it meanwhile.

    `instead_of`, where they hold it, is given back first and comes last. None: there is nothing for them.
    """
    who, now = require_reviewer(person), _now(at)
    with store.step("Take the next photo", actor=who, at=at) as step:
        skipped = instead_of if holder(table.claims(store.db), instead_of, now) == who else ""
        step.remove("claim", photo_id=skipped)
        free = for_person(offered, table.claims(store.db), who, now, queues=queues)
        found = next(iter(following(free, skipped)), None)
        if found is not None:
            step.put("claim", _row(found.photo, who, now, at))
    return found, step.changes


def claim_anywhere(
    store: Store,
    *,
    offered: Sequence[Waiting],
    others: Sequence[Batch],
    cache: Cache,
    person: str,
    at: str,
    queues: Collection[Queue] = FOR_PEOPLE,
    instead_of: str = "",
) -> tuple[Waiting | None, Changes]:
    """Take the next photo of a batch whose queue is known; where there is none, of the `others` in turn."""
    take = partial(claim_next, store, person=person, at=at, queues=queues, instead_of=instead_of)
    skips = holder(table.claims(store.db), instead_of, _now(at)) == require_reviewer(person)
    found, changes = take(offered=offered)
    if found is not None and not (skips and found.photo == instead_of):
        return found, changes
    for batch in others:
        other, changes = take(offered=waiting_in(store, batch, cache))
        if other is not None:
            return other, changes
    return take(offered=offered)


def renew(store: Store, *, photo: str, person: str, at: str) -> Changes:
    """Begin a lease anew, while its photo is being worked on. Nothing happens to a claim of somebody else."""
    who, now = require_reviewer(person), _now(at)
    with store.step("Keep the photo", actor=who, at=at) as step:
        if holder(table.claims(store.db), photo, now) == who:
            step.put("claim", _row(photo, who, now, at))
    return step.changes


def give_back(store: Store, *, photo: str, person: str, at: str) -> Changes:
    """Let others have a photo again. Raises Refused where this person does not hold it."""
    who = require_reviewer(person)
    with store.step("Give the photo back", actor=who, at=at) as step:
        if holder(table.claims(store.db), photo, _now(at)) != who:
            raise Refused(f"{who} does not hold this photo.")
        step.remove("claim", photo_id=photo)
    return step.changes


def _now(at: str) -> datetime:
    found = moment(at)
    assert found is not None  # the clock's own writing
    return found


def _row(photo: str, person: str, now: datetime, at: str) -> Row:
    until = (now + timedelta(minutes=LEASE_MINUTES)).isoformat(timespec="milliseconds")
    return {"photo_id": photo, "person": person, "at": at, "until": until.replace("+00:00", "Z")}
