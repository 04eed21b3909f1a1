"""C2PA stores: what they say is told as somebody's word; what is broken or means harm says nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.c2pa.cbor import NotCbor, decode
from review_desk.domain.c2pa.jumbf import read_boxes
from review_desk.domain.c2pa.manifest import in_words, read_manifest
from tests.domain.c2pa.builder import ACTIONS, assertion, box, cbor, store, superbox


def test_the_newest_manifest_says_who_claims_what_was_done_and_out_of_what() -> None:
    assert read_manifest(store()) == {
        "claim_generator": "Imagine 2.1",
        "title": "ring.jpg",
        "actions": [
            {"action": "c2pa.created", "when": "2026-11-20T09:30:00Z", "by": "Studio Imagine",
             "source_type": "trainedAlgorithmicMedia"},
            {"action": "c2pa.color_adjustments", "by": "Bright 3"},
        ],
        "ingredients": [{"title": "camera.dng", "relationship": "parentOf"}],
        "manifests": 2,
    }  # fmt: skip


def test_it_is_read_out_as_somebodys_word() -> None:
    assert in_words(read_manifest(store())) == [
        ("C2PA", "Imagine 2.1 (not verified)"),
        ("C2PA action", "created by Studio Imagine, trainedAlgorithmicMedia, 2026-11-20 09:30"),
        ("C2PA action", "color adjustments by Bright 3"),
        ("C2PA made from", "camera.dng, parentOf"),
    ]
    assert in_words({"verified": False}) == [("C2PA", "a manifest is there (not verified)")]


def test_an_older_claim_names_its_generator_in_one_word() -> None:
    assert (
        read_manifest(store(claim={"claim_generator": "make_it/1.0\n"}))["claim_generator"] == "make_it/1.0"
    )


@pytest.mark.parametrize("actions", [{}, {"actions": 3}, {"actions": [3, {}]}, {"actions": [{"action": 5}]}])
def test_what_is_of_another_shape_is_left_out(actions: Any) -> None:
    told = read_manifest(store(actions=actions))
    assert all(isinstance(each, dict) for each in told.get("actions", ()))
    assert told["claim_generator"] == "Imagine 2.1"


def test_deep_long_and_broken_boxes_end_quickly() -> None:
    deep = b""
    for _ in range(3000):
        deep = superbox("x", deep)
    assert len(read_boxes(deep)) == 1
    assert read_manifest(superbox("c2pa", *[superbox("m")] * 6000)).get("manifests", 0) <= 5000
    assert read_manifest(store()[:400]) == {}
    many = {"actions": [{"action": "c2pa.edited"}] * 5000}
    assert len(read_manifest(store(actions=many))["actions"]) == 40
    bomb = superbox("c2pa", superbox("m", assertion("c2pa.claim", {}), box(b"cbor", b"\x9f" * 100_000)))
    assert read_manifest(bomb) == {"manifests": 1}


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x9f" * 100, b"\xbf\x01", b"\x5f\x41", b"\x1c", b"\x3f", b"\x82\x01\xff", b"\x9b" + b"\xff" * 8,
     b"\xc0" * 50, b"\x81" * 60, b"\x5f\x61a\xff"],
)  # fmt: skip
def test_what_is_no_cbor_is_no_cbor(raw: bytes) -> None:
    with pytest.raises(NotCbor):
        decode(raw)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_whatever_is_written_is_read(value: Any) -> None:
    assert decode(cbor(value)) == value


def test_lengths_left_open_and_short_floats_are_read() -> None:
    raw = bytes.fromhex("bf6161 9f01 02ff 6162 7f6161 6162ff 6163 f93c00 ff".replace(" ", ""))
    assert decode(raw) == {"a": [1, 2], "b": "ab", "c": 1.0}
    assert decode(cbor(ACTIONS)) == ACTIONS


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_say_nothing(raw: bytes) -> None:
    assert isinstance(read_manifest(superbox("c2pa", raw)), dict)
    assert isinstance(read_manifest(raw), dict)


@given(st.integers(0, len(store()) - 1), st.integers(0, 255))
def test_one_wrong_byte_never_does_more_than_change_what_is_told(place: int, value: int) -> None:
    raw = bytearray(store())
    raw[place] = value
    assert isinstance(read_manifest(bytes(raw)), dict)
