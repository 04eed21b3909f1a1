"""What holds a batch at a gate, worked out from all that is known of it."""

from collections.abc import Iterator, Mapping, Sequence

from review_desk.domain.check.finding import Finding
from review_desk.domain.check.table import BY_ID, Check
from review_desk.domain.check.tolerance import Outcome
from review_desk.domain.decision import Verdict
from review_desk.domain.escalation import ROLES, queue_for
from review_desk.domain.gate.gate import Gate
from review_desk.domain.gate.hold import NOT_CHECKED, Hold, Queue, photos_in_words
from review_desk.domain.gate.known import Known
from review_desk.domain.gate.record import is_calibrated
from review_desk.domain.photo import Photo
from review_desk.domain.sampling.lot import Inspected, Lot, counted, is_of, state_of
from review_desk.domain.sampling.plan import Plan


def holds(gate: Gate, known: Known) -> Iterator[Hold]:
    """Every reason in the order in which they are best mended: checks, verdicts, signatures, the sample."""
    if not known.photos:
        yield Hold("Empty", "There are no photos in this batch.")
        return
    if gate.must or gate.look:
        yield from _unchecked(known)
        yield from _failed(gate, known)
        yield from _to_look_at(gate, known)
    yield from _verdicts(gate, known)
    yield from _signatures(gate, known)
    if gate.sampling is not None:
        yield from _sample(gate, known)


def _unchecked(known: Known) -> Iterator[Hold]:
    missing = tuple(photo.id for photo in known.photos if photo.id not in known.looked)
    if missing:
        has = "has" if len(missing) == 1 else "have"
        yield Hold(
            NOT_CHECKED,
            f"{photos_in_words(len(missing))} {has} not been checked: check the batch.",
            missing,
        )


# --- findings ---------------------------------------------------------------------------------------------


def _failed(gate: Gate, known: Known) -> Iterator[Hold]:
    """Checks that may not fail, whatever anybody says of the photo."""
    for check in map(BY_ID.__getitem__, gate.must):
        found = [each for each in known.off.get(check.id, ()) if each.outcome == "fail"]
        if found:
            yield _finding_hold(check, found, "fails on", "output")


def _to_look_at(gate: Gate, known: Known) -> Iterator[Hold]:
    """Checks that are off on photos whose newest version nobody has judged since."""
    judged = {photo.id for photo in known.photos if _is_judged(photo)}
    for check in map(BY_ID.__getitem__, gate.look):
        for outcome, says, queue in _OFF:
            of_check = known.off.get(check.id, ())
            found = [e for e in of_check if e.outcome == outcome and e.photo not in judged]
            if found and _repeats(found, known):
                yield _repeated_hold(check, found, says, len(known.photos))
            elif found:
                yield _finding_hold(check, found, says, queue, " that nobody has judged")


_OFF: tuple[tuple[Outcome, str, Queue], ...] = (
    ("fail", "fails on", "lead"),
    ("flag", "is flagged on", "review"),
)


def _repeats(found: Sequence[Finding], known: Known) -> bool:
    """Whether it is a fault of a setting and not of photos: on more than half of them (brief A8)."""
    return len(found) >= _FEWEST and len(found) > _MOST_OF * len(known.photos)


_FEWEST, _MOST_OF = 5, 0.5


def _repeated_hold(check: Check, found: Sequence[Finding], says: str, lot: int) -> Hold:
    first = found[0]
    limit = first.tolerance.in_words(check.unit, first.outcome)
    words = (
        f"{check.title} {says} {len(found)} of {photos_in_words(lot)}, such as {check.shown(first.value)}, "
        f"{limit}. It repeats: mend the preset once, or the tolerance."
    )
    return Hold(check.title, words, tuple(each.photo for each in found), "output", repeats=True)


def _finding_hold(check: Check, found: Sequence[Finding], says: str, queue: Queue, which: str = "") -> Hold:
    first = found[0]
    limit = first.tolerance.in_words(check.unit, first.outcome)
    sample = f"such as {check.shown(first.value)}, {limit}"
    count = photos_in_words(len(found))
    photos = tuple(each.photo for each in found)
    return Hold(check.title, f"{check.title} {says} {count}{which}, {sample}.", photos, queue)


# --- verdicts ---------------------------------------------------------------------------------------------


def _is_judged(photo: Photo) -> bool:
    return (
        photo.verdict is not None
        and photo.decision is not None
        and (photo.decision.version == photo.latest.number)
    )


def _verdicts(gate: Gate, known: Known) -> Iterator[Hold]:
    open_ = [p for p in known.photos if p.verdict is None and _route(p) in gate.decided]
    yield from _held(open_, "No verdict", "review", "without a verdict")
    newer = [p for p in known.photos if p.verdict is not None and not _is_judged(p)]
    if gate.decided:
        yield from _held(newer, "New version", "review", "with a version that is newer than its verdict")
    for verdict, title, queue, words in _SENT_BACK if gate.decided else ():
        those = [p for p in known.photos if p.verdict is verdict and _is_judged(p)]
        yield from _held(those, title, queue, words)
    if gate.decided:
        yield from _escalated(known)


_SENT_BACK: tuple[tuple[Verdict, str, Queue, str], ...] = (
    (Verdict.CORRECT, "To correct", "retouch", "to correct"),
    (Verdict.REJECT, "Rejected", "retouch", "rejected"),
)


def _escalated(known: Known) -> Iterator[Hold]:
    """What is escalated waits for the role that is asked; what is for one person, among the lead's."""
    for role in ROLES:
        those = [p for p in known.photos if p.verdict is Verdict.ESCALATE and _is_judged(p)]
        those = [p for p in those if p.decision and queue_for(p.decision.escalated_to) == role]
        yield from _held(those, "Escalated", role, "escalated, without an answer yet")


def _held(photos: Sequence[Photo], title: str, queue: Queue, words: str) -> Iterator[Hold]:
    if photos:
        said = f"{photos_in_words(len(photos))} {words}."
        yield Hold(title, said, tuple(photo.id for photo in photos), queue)


def _route(photo: Photo) -> str:
    return photo.assignment.route if photo.assignment else "hybrid"


# --- signatures -------------------------------------------------------------------------------------------


def _signatures(gate: Gate, known: Known) -> Iterator[Hold]:
    wanted = [photo for photo in known.photos if _route(photo) in gate.signed]
    unsigned = [photo for photo in wanted if known.signed(photo, "self") is None]
    yield from _held(unsigned, "Checklist", "retouch", "whose checklist nobody has signed")
    if gate.peer is not None:
        done = {photo.id for photo in unsigned}
        lone = [p for p in known.photos if gate.peer.needs(p) and p.id not in done and not _by_two(p, known)]
        yield from _held(lone, "Second person", "peer", "of high risk or hero use without a second signature")


def _by_two(photo: Photo, known: Known) -> bool:
    own, peer = known.signed(photo, "self"), known.signed(photo, "peer")
    return peer is not None and (own is None or own.person.casefold() != peer.person.casefold())


# --- the sample -------------------------------------------------------------------------------------------


def _sample(gate: Gate, known: Known) -> Iterator[Hold]:
    assert gate.sampling is not None
    stopped = [each.why for each in known.switches.get(gate.number, {}).values() if each.stopped]
    lot = known.newest_lot(gate.number)
    if stopped and (lot is None or lot.state != "accepted"):
        yield Hold("Sampling stopped", stopped[0])
    elif lot is None or lot.plan is None:
        yield Hold("No sample", f"No sample has been drawn: {gate.sampling.plan(len(known.photos)).words}.")
    else:
        yield from _drawn(gate, known, lot, lot.plan)


def _drawn(gate: Gate, known: Known, lot: Lot, plan: Plan) -> Iterator[Hold]:
    current = {photo.id: photo.latest.number for photo in known.photos}
    if not is_of(lot, current):
        words = f"The sample was drawn of {photos_in_words(plan.lot)}, and these are others: draw a new one."
        yield Hold("No sample", words)
        return
    seen = known.inspected.get(lot.id, {})
    found = {photo: each for photo, each in seen.items() if current.get(photo) == each.version}
    if lot.state == "refused" or state_of(plan, lot.photos, found) == "refused":
        yield _refused(lot, plan, seen)
        return
    left = tuple(photo for photo in lot.photos if photo in current and photo not in found)
    if left:
        yield Hold(
            "Sample", f"{len(left)} of {photos_in_words(plan.size)} of the sample are not inspected.", left,
            "sample",
        )  # fmt: skip
    if gate.calibrated:
        dim = tuple(photo for photo, each in found.items() if not is_calibrated(each.display))
        if dim:
            words = f"{len(dim)} of the sample inspected on a display that is not known to be in good state."
            yield Hold("Display", words, dim, "sample")


def _refused(lot: Lot, plan: Plan, found: Mapping[str, Inspected]) -> Hold:
    counts = counted(plan, lot.photos, found)
    over = [
        f"{counts[each.name]} {each.name} where {each.accept} may be"
        for each in plan.classes
        if counts[each.name] > each.accept
    ]
    bad = tuple(photo for photo in lot.photos if photo in found and found[photo].defect)
    words = f"The sample was refused: {', '.join(over)}. Mend the batch, then draw a new sample."
    return Hold("Sample refused", words, bad, "retouch")
