"""A slice of what a gate holds, or has let through."""

from review_desk.domain.decision import Verdict
from review_desk.domain.slice import Slice
from review_desk.operations import browse
from review_desk.operations.decide import decide
from review_desk.operations.export import count, gather
from review_desk.operations.release import override
from review_desk.store.desk import Store
from tests.builders import moment


def test_what_gates_hold_and_have_let_through_is_counted_and_exported(store: Store) -> None:
    [batch] = browse.batches(store)
    first = browse.photos(store)[0]
    decide(store, photo=first.id, verdict=Verdict.CORRECT, reviewer="Ada", at=moment(1))
    override(store, batch=batch.id, gate=1, person="Lea", reason="late", at=moment(2), checked=None)
    counts = {words: count(store, batch=batch, chosen=Slice(gates=(words,))) for words in
              ("released 1", "held 1", "held 2", "released 2")}  # fmt: skip
    assert counts == {"released 1": 3, "held 1": 0, "held 2": 3, "released 2": 0}
    manifest = gather(store, batch=batch, chosen=Slice(gates=("held 2",), verdicts=("correct",))).head
    assert manifest["slice"] == {"verdicts": ["correct"], "gates": ["held 2"]}
    assert manifest["counts"]["photos"] == 1
