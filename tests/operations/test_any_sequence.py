"""Any sequence of operations, then undo everything, is the empty desk; redo everything is where it was."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from review_desk.domain.annotation import SEVERITIES
from review_desk.domain.decision import Verdict
from review_desk.domain.mask.mask import Mask
from review_desk.domain.queue import Waiting
from review_desk.domain.shapes.line import Polygon
from review_desk.domain.shapes.pin import Pin
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.errors import DeskError, Refused
from review_desk.operations import annotate, browse, keep
from review_desk.operations.annotate import new_id
from review_desk.operations.comment import answer, resolve, say
from review_desk.operations.decide import clear_verdict, decide, set_note, toggle_tag
from review_desk.operations.decide_many import decide_many, tag_many
from review_desk.operations.editing.handing import Handed
from review_desk.operations.editing.returning import take_back
from review_desk.operations.inspect_sample import inspect_sample
from review_desk.operations.overrule import overrule
from review_desk.operations.paint import paint
from review_desk.operations.queue import claim_next
from review_desk.operations.release import hold, let_go, override
from review_desk.operations.route import route
from review_desk.operations.rules import starting_rules
from review_desk.operations.sample import draw_sample, lots
from review_desk.operations.seal import check_whole, seal_batch
from review_desk.operations.sign import sign, tick
from review_desk.operations.taxonomy import drop_mode_file, use_mode_file
from review_desk.operations.undo import redo, undo
from review_desk.store.projections import PROJECTIONS, TABLES, contents
from tests.builders import START, facts_of, moment, new_desk, open_store, take_in_made_up

NAMES = st.lists(
    st.sampled_from([f"ring-{number}" for number in range(5)]), min_size=1, max_size=3, unique=True
)
TAGS = st.sampled_from(["halo", "banding", "colour-cast"])
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
PEOPLE = st.sampled_from(["Ada", "Grace"])
EDGES = st.integers(-5, 40)
POINTS = st.tuples(EDGES, EDGES)
BOXES = st.one_of(
    st.builds(Rectangle, EDGES, EDGES, EDGES, EDGES),
    st.builds(Polygon, st.lists(POINTS, min_size=3, max_size=5).map(tuple)),
    st.builds(Pin, EDGES, EDGES),
)


BESIDE = [each.table for each in PROJECTIONS.values() if not each.undoable]
"""Who has which photo, and what was delivered: nobody takes that back."""


class Desk(RuleBasedStateMachine):
    """A day at a desk, in an order that nobody would choose."""

    photos: Bundle[str] = Bundle("photos")
    marks: Bundle[str] = Bundle("marks")
    threads: Bundle[tuple[str, str]] = Bundle("threads")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="desk-"))
        self.store = open_store(new_desk(self.folder / "desk"))
        self.empty = self.rows()
        self.clock = 0

    def teardown(self) -> None:
        """From the last state that there is: undo everything, then redo everything."""
        try:
            self.everything(redo)
            last = self.rows()
            undone = self.everything(undo)
            assert self.rows() == self.empty
            assert self.everything(redo) == undone
            assert self.rows() == last
            assert keep.verify(self.store).problems == ()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def everything(self, step: Any) -> int:
        """Undo or redo until there is nothing left. Returns how many steps."""
        for count in range(1000):
            try:
                step(self.store, actor="Ada", at=self.now())
            except Refused:
                return count
        raise AssertionError("there is no end to it")

    def rows(self) -> dict[str, Any]:
        """What the desk holds, but for the list of steps itself and what stands beside it."""
        found = contents(self.store.db)
        return {table: found[table] for table in TABLES if table not in ("step", *BESIDE)}

    def now(self) -> str:
        self.clock += 1
        return moment(self.clock)

    def tried(self, operation: Any, **arguments: Any) -> Any:
        """Do it; a refusal in words must leave everything as it was."""
        before = contents(self.store.db)
        try:
            return operation(self.store, at=self.now(), **arguments)
        except DeskError:
            assert contents(self.store.db) == before
            return None

    # --- what is done -------------------------------------------------------------------------------------

    @initialize(target=photos)
    def start(self) -> Any:
        take_in_made_up(self.store, ["first"], at=self.now())
        return browse.photos(self.store)[0].id

    @rule(target=photos, names=NAMES, afters=st.integers(0, 2), batch=st.sampled_from(["A", "B"]))
    def take_in(self, names: list[str], afters: int, batch: str) -> Any:
        known = {photo.id for photo in browse.photos(self.store)}
        fields = {"category": "jewellery"} if afters else None
        take_in_made_up(self.store, names, afters=afters, batch=batch, at=self.now(), fields=fields)
        return multiple(*(photo.id for photo in browse.photos(self.store) if photo.id not in known))

    @rule(
        photo=photos, verdict=st.sampled_from(Verdict), reviewer=PEOPLE, note=st.none() | WORDS,
        tags=st.none() | st.lists(TAGS, max_size=2), version=st.none() | st.integers(1, 2),
        to=st.sampled_from(["", "Lea", "Retouch"]), question=WORDS,
    )  # fmt: skip
    def decide(self, **told: Any) -> None:
        self.tried(decide, **told)

    @rule(photo=photos, reviewer=PEOPLE)
    def clear(self, photo: str, reviewer: str) -> None:
        self.tried(clear_verdict, photo=photo, reviewer=reviewer)

    @rule(photo=photos, tag=TAGS, reviewer=PEOPLE)
    def tag(self, photo: str, tag: str, reviewer: str) -> None:
        self.tried(toggle_tag, photo=photo, tag=tag, reviewer=reviewer)

    @rule(photo=photos, note=WORDS, reviewer=PEOPLE)
    def note(self, photo: str, note: str, reviewer: str) -> None:
        self.tried(set_note, photo=photo, note=note, reviewer=reviewer)

    @rule(
        chosen=st.lists(photos, min_size=1, max_size=3, unique=True), verdict=st.sampled_from(Verdict),
        tag=TAGS, reviewer=PEOPLE,
    )  # fmt: skip
    def decide_many(self, chosen: list[str], verdict: Verdict, tag: str, reviewer: str) -> None:
        self.tried(decide_many, photos=chosen, verdict=verdict, tags=[tag], reviewer=reviewer)
        self.tried(tag_many, photos=chosen, tag=tag, reviewer=reviewer)

    @rule(target=threads, photo=photos, text=WORDS, author=PEOPLE, mark=st.none() | marks)
    def say(self, photo: str, text: str, author: str, mark: str | None) -> Any:
        said = self.tried(say, photo=photo, text=text, author=author, mark=mark or "")
        return (photo, said[0]) if said else multiple()

    @rule(thread=threads, text=WORDS, author=PEOPLE, settle=st.booleans())
    def answer(self, thread: tuple[str, str], text: str, author: str, settle: bool) -> None:
        photo, named = thread
        self.tried(answer, photo=photo, thread=named, text=text, author=author)
        self.tried(resolve, photo=photo, thread=named, author=author, resolved=settle)

    @rule(name=st.sampled_from(["first", "ring-0", "ring-1"]), afters=st.integers(1, 3))
    def add_versions(self, name: str, afters: int) -> None:
        """The same photo comes again, with more versions than before."""
        take_in_made_up(self.store, [name], afters=afters, at=self.now())

    @rule(photo=photos, person=PEOPLE)
    def claim(self, photo: str, person: str) -> None:
        """Mine next, which is nobody's step."""
        waiting = [Waiting(photo, photo, "", "review", "No verdict", 1, None, START)]
        self.tried(claim_next, offered=waiting, person=person)

    @rule(person=PEOPLE)
    def seal(self, person: str) -> None:
        for batch in browse.batches(self.store)[:1]:
            self.tried(seal_batch, batch=batch.id, person=person)

    @rule(
        target=marks, photo=photos, version=st.integers(1, 2), shape=BOXES, author=PEOPLE,
        tags=st.lists(TAGS, max_size=1), note=WORDS,
    )  # fmt: skip
    def mark(self, **told: Any) -> Any:
        added = self.tried(annotate.add, **told)
        return added[0] if added else multiple()

    @rule(
        target=marks, photo=photos, version=st.integers(1, 3), author=PEOPLE, left=EDGES, top=EDGES,
        edge=st.integers(1, 9), strength=st.sampled_from([0, 100, 255]), again=st.none() | marks,
    )  # fmt: skip
    def paint(self, left: int, top: int, edge: int, strength: int, again: str | None, **told: Any) -> Any:
        mask, key = Mask(left, top, edge, edge, bytes([strength]) * edge**2), again or new_id()
        painted = self.tried(paint, annotation=key, mask=mask, **told)
        return key if painted and again is None else multiple()

    @rule(photo=photos, author=PEOPLE, size=st.sampled_from([(60, 40), (30, 20), (50, 40)]),
          dx=st.integers(-30, 5), turn=st.sampled_from([0.0, 0.0, 3.0]))  # fmt: skip
    def come_back(self, photo: str, author: str, size: tuple[int, int], dx: int, turn: float) -> None:
        """Somebody's version comes back from an editor, cropped, turned or neither."""
        content = f"{photo} {self.clock}".encode()
        file = self.folder / "edited.tif"
        file.write_bytes(content)
        match = {"dx": float(dx), "dy": 0.0, "scale": 1.0, "rotation": turn}
        changed = {"share": 0.1, "outlines": [], "moved": True, "sure": dx < 5, "match": match}
        found = {"facts": facts_of(content, width=size[0], height=size[1]), "changed": changed}
        there = browse.photos(self.store, ids=(photo,))
        if there:  # an undo may have taken the photo out
            out = Handed(photo, "ring", there[0].latest.number, str(file), "0" * 64, author, self.now())
            take_back(self.store, out, found, at=self.now())

    @rule(
        annotation=marks, author=PEOPLE, shape=st.none() | BOXES, tags=st.none() | st.lists(TAGS, max_size=1),
        note=st.none() | WORDS, severity=st.none() | st.sampled_from(SEVERITIES),
        locked=st.none() | st.booleans(), resolved=st.none() | st.booleans(),
    )  # fmt: skip
    def change_mark(self, **told: Any) -> None:
        self.tried(annotate.change, **told)

    @rule(target=marks, annotation=marks, author=PEOPLE)
    def duplicate_mark(self, **told: Any) -> Any:
        added = self.tried(annotate.duplicate, **told)
        return added[0] if added else multiple()

    @rule(annotation=marks, author=PEOPLE, end=st.sampled_from(("top", "bottom")))
    def restack_mark(self, **told: Any) -> None:
        self.tried(annotate.restack, **told)

    @rule(annotation=consumes(marks), author=PEOPLE)
    def remove_mark(self, annotation: str, author: str) -> None:
        self.tried(annotate.remove, annotation=annotation, author=author)

    @rule(chosen=st.lists(photos, min_size=1, max_size=2, unique=True), level=st.integers(1, 3), reason=WORDS)
    def overrule(self, chosen: list[str], level: int, reason: str) -> None:
        self.tried(overrule, photos=chosen, level=level, reason=reason, actor="Grace")

    @rule(chosen=st.lists(photos, min_size=1, max_size=2, unique=True), person=PEOPLE)
    def sign(self, chosen: list[str], person: str) -> None:
        self.tried(sign, photos=chosen, person=person)

    @rule(photo=photos, person=PEOPLE)
    def tick(self, photo: str, person: str) -> None:
        self.tried(tick, photo=photo, person=person, point="edges")

    @rule(person=PEOPLE, mode=st.sampled_from(["dog-hair", "halo", "Not an id"]), drop=st.booleans())
    def lay_modes_on_top(self, person: str, mode: str, drop: bool) -> None:
        """The studio's failure modes come into force and go; one that names a word twice is refused."""
        if drop:
            self.tried(drop_mode_file, actor=person, name="ours.toml")
            return
        text = (
            f'id = "ours"\nname = "Ours"\n[[mode]]\nid = "{mode}"\nname = "{mode} of ours"\n'
            'sentence = "So."\nseverity = "minor"\n'
        )
        self.tried(use_mode_file, actor=person, text=text, name="ours.toml")

    @rule(gate=st.sampled_from([1, 3]), seed=st.integers(0, 9), person=PEOPLE)
    def draw_sample(self, gate: int, seed: int, person: str) -> None:
        for batch in browse.batches(self.store):
            self.tried(draw_sample, batch=batch.id, gate=gate, seed=seed, person=person)

    @rule(person=PEOPLE, tags=st.lists(TAGS, max_size=1))
    def inspect_sample(self, person: str, tags: list[str]) -> None:
        for lot in lots(self.store):
            for photo in lot.photos[:2]:
                defect = "major" if tags else ""
                self.tried(inspect_sample, lot=lot.id, photo=photo, person=person, tags=tags, defect=defect)

    @rule(gate=st.integers(1, 3), person=PEOPLE, reason=WORDS)
    def override(self, gate: int, person: str, reason: str) -> None:
        for batch in browse.batches(self.store)[:1]:
            own = {"batch": batch.id, "gate": gate, "person": person, "reason": reason}
            self.tried(override, checked=None, **own)

    @rule(gate=st.integers(1, 3), person=PEOPLE, reason=WORDS)
    def hold(self, gate: int, person: str, reason: str) -> None:
        for batch in browse.batches(self.store)[:1]:
            own = {"batch": batch.id, "gate": gate, "person": person}
            self.tried(hold, reason=reason, **own)
            self.tried(let_go, **own)

    @rule()
    def route(self) -> None:
        for batch in browse.batches(self.store):
            self.tried(route, batch_id=batch.id, rules=starting_rules(), actor="Ada")

    @rule()
    def undo(self) -> None:
        before = self.rows()
        if self.tried(undo, actor="Ada") is not None:
            redo(self.store, actor="Ada", at=self.now())
            assert self.rows() == before
            undo(self.store, actor="Ada", at=self.now())

    @precondition(lambda self: browse.next_undo(self.store)[1] is not None)
    @rule()
    def redo(self) -> None:
        before = self.rows()
        redo(self.store, actor="Ada", at=self.now())
        undo(self.store, actor="Ada", at=self.now())
        assert self.rows() == before
        redo(self.store, actor="Ada", at=self.now())

    # --- what always holds --------------------------------------------------------------------------------

    @invariant()
    def the_tables_are_what_the_events_say(self) -> None:
        assert keep.verify(self.store).problems == ()

    @invariant()
    def seals_are_checked_whatever_happened(self) -> None:
        for checked in check_whole(self.store, files=False):
            assert checked.seal.digest == checked.seal.expected_digest()
            assert not any("log was changed" in each.what for each in checked.breaches)

    @invariant()
    def only_escalations_ask(self) -> None:
        for photo in browse.photos(self.store):
            if photo.decision and photo.verdict is not Verdict.ESCALATE:
                assert (photo.decision.escalated_to, photo.decision.question) == ("", "")

    @invariant()
    def a_reject_says_why(self) -> None:
        for photo in browse.photos(self.store):
            if photo.decision and photo.verdict is Verdict.REJECT:
                marks = browse.annotations(self.store, photo.id)
                said = [
                    *photo.decision.tags,
                    photo.decision.note,
                    *(w for m in marks for w in (*m.tags, m.note)),
                ]
                assert any(said)

    @invariant()
    def marks_lie_inside_their_photo(self) -> None:
        for photo in browse.photos(self.store):
            for mark in browse.annotations(self.store, photo.id):
                on, box = photo.version(mark.version), mark.shape
                assert box.clipped(on.width, on.height) == box


Desk.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
test_any_sequence_can_be_undone_and_redone = Desk.TestCase
