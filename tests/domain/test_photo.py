"""Photos, their names and their versions."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.photo import Photo, Role, Version, matching, photo_id, version_names

SHA = "ab" * 32


def version(number: int, role: Role = "ai") -> Version:
    return Version("p", number, role, "", "f", SHA, 1, 1, 1, 8, "RGB", "JPEG", 1, None, "untagged")


def photo(name: str, *, sku: str = "", key: str = "") -> Photo:
    return Photo(key or photo_id(name, SHA), "b", name, sku, "", "", 0, versions=(version(1, "original"),))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_id_can_be_typed_whatever_the_name_is(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{12}", photo_id(name, SHA))


def test_an_id_reads_like_its_name() -> None:
    assert photo_id("Ring 01/Café", SHA).startswith("ring-01-cafe-")
    assert photo_id("指輪", SHA).startswith("photo-")


def test_another_name_or_another_content_is_another_id() -> None:
    assert len({photo_id("a", SHA), photo_id("a!", SHA), photo_id("a", "cd" * 32)}) == 3


def test_an_id_is_the_same_on_every_desk() -> None:
    assert photo_id("ring-01", SHA) == "ring-01-0752ed9f21c9"


def test_versions_are_named_by_role_and_counted_when_there_are_several() -> None:
    versions = [version(1, "original"), version(2), version(3), version(4, "human"), version(5)]
    assert version_names(versions) == {1: "original", 2: "ai", 3: "ai v2", 4: "human", 5: "ai v3"}


def test_a_photo_knows_its_first_its_newest_and_any_version() -> None:
    found = Photo("p", "b", "n", "", "", "", 0, versions=(version(1, "original"), version(3)))
    assert (found.original.number, found.latest.number, found.version(3).number) == (1, 3, 3)
    with pytest.raises(KeyError):
        found.version(2)


def test_a_photo_is_called_by_its_sku_where_it_has_one() -> None:
    assert photo("ring-01").title == "ring-01"
    assert photo("ring-01", sku="R-1").title == "R-1"


def test_a_draft_is_no_verdict() -> None:
    draft = Photo("p", "b", "n", "", "", "", 0, decision=Decision("p", None, 1, tags=("halo",)))
    done = Photo("p", "b", "n", "", "", "", 0, decision=Decision("p", Verdict.REJECT, 1, tags=("halo",)))
    assert draft.verdict is None
    assert done.verdict is Verdict.REJECT


def test_a_photo_is_found_by_id_then_sku_or_name_then_the_start_of_an_id() -> None:
    exact, named, begun = photo("x", key="ring"), photo("ring", key="a-1"), photo("y", key="ring-2-beef")
    everything = [begun, named, exact]
    assert matching(everything, " Ring ") == [exact]
    assert matching([begun, named], "ring") == [named]
    assert matching([begun], "ring") == [begun]
    assert matching([photo("z", sku="SKU-9")], "sku-9")[0].sku == "SKU-9"


def test_nothing_is_found_by_nothing() -> None:
    assert matching([photo("x")], "") == []
    assert matching([photo("x")], "  ") == []
