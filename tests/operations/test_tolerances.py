"""The studio's own tolerances: put in force, refused with a slip, undone, rebuilt."""

import pytest

from review_desk.domain.check.tolerance import Limit, Tolerance
from review_desk.errors import BadInput
from review_desk.operations import keep
from review_desk.operations.tolerances import (
    OWN,
    drop_tolerances,
    overrides_in_force,
    set_tolerance,
    use_tolerances,
)
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import AT, moment

TEXT = "[tolerance]\nhalo = { flag.most = 9 }\n[channel.zalando]\nsize = { flag.least = 900 }\n"


def test_a_file_in_force_is_an_event_that_can_be_undone(store: Store) -> None:
    assert use_tolerances(store, text=TEXT, actor="Ada", at=AT).kinds == {"tolerance_file"}
    assert overrides_in_force(store).every["halo"] == Tolerance(Limit(most=9))
    assert not use_tolerances(store, text=TEXT, actor="Ada", at=AT), "the same again changes nothing"
    assert keep.verify(store).ok
    undo(store, actor="Ada", at=moment(1))
    assert overrides_in_force(store).every == {}


@pytest.mark.parametrize("text", [TEXT.replace("halo", "hallo"), TEXT.replace("zalando", "zalandoo")])
def test_a_slip_is_refused_and_what_held_goes_on_holding(store: Store, text: str) -> None:
    use_tolerances(store, text=TEXT, actor="Ada", at=AT)
    with pytest.raises(BadInput, match="did you mean"):
        use_tolerances(store, text=text, actor="Ada", at=moment(1))
    assert overrides_in_force(store).every["halo"] == Tolerance(Limit(most=9))


def test_one_limit_is_set_beside_the_others_and_for_one_channel(store: Store) -> None:
    set_tolerance(store, check="halo", tolerance=Tolerance(Limit(most=12)), actor="Ada", at=AT)
    set_tolerance(
        store, check="tilt", tolerance=Tolerance(Limit(most=3)), actor="Ada", at=AT, channel="zalando"
    )
    held = overrides_in_force(store)
    assert held.over({}, "zalando") == {"halo": Tolerance(Limit(most=12)), "tilt": Tolerance(Limit(most=3))}
    assert held.over({}, "marketplace") == {"halo": Tolerance(Limit(most=12))}
    for check, channel in (("hallo", ""), ("halo", "zalandoo")):
        with pytest.raises(BadInput):
            set_tolerance(store, check=check, tolerance=Tolerance(Limit(most=1)), actor="Ada", at=AT,
                          channel=channel)  # fmt: skip


def test_a_file_is_dropped_by_its_name_and_an_unknown_one_refused(store: Store) -> None:
    use_tolerances(store, text=TEXT, actor="Ada", at=AT)
    drop_tolerances(store, actor="Ada", at=moment(1), name=OWN)
    assert overrides_in_force(store).channels == {}
    with pytest.raises(BadInput, match="There is no file of tolerances"):
        drop_tolerances(store, actor="Ada", at=moment(2), name=OWN)
