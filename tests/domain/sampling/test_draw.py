"""Drawing: by seed, each photo once, spread over the strata."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.sampling.draw import draw

STRATA = st.dictionaries(
    st.text("abcdef0123456789", min_size=1, max_size=4),
    st.sampled_from(["ai_only", "hybrid", "human_led"]),
    min_size=1,
    max_size=60,
)


@given(STRATA, st.integers(1, 80), st.integers())
def test_a_sample_has_so_many_photos_each_once(strata: dict[str, str], size: int, seed: int) -> None:
    drawn = draw(strata, size=size, seed=seed)
    assert len(drawn) == min(size, len(strata)) == len(set(drawn))
    assert set(drawn) <= set(strata)


@given(STRATA, st.integers(1, 80), st.integers())
def test_the_same_seed_draws_the_same_whatever_the_order(
    strata: dict[str, str], size: int, seed: int
) -> None:
    backwards = dict(reversed(strata.items()))
    assert draw(strata, size=size, seed=seed) == draw(backwards, size=size, seed=seed)


@given(STRATA, st.integers(1, 80), st.integers())
def test_every_beginning_is_spread_as_the_lot_is(strata: dict[str, str], size: int, seed: int) -> None:
    drawn, shares = draw(strata, size=size, seed=seed), Counter(strata.values())
    for count in range(1, len(drawn) + 1):
        taken = Counter(strata[photo] for photo in drawn[:count])
        for name, total in shares.items():
            assert abs(taken[name] - count * total / len(strata)) < 1.5


def test_every_photo_is_as_likely_to_be_drawn() -> None:
    strata = {f"p{number}": "one" if number < 30 else "two" for number in range(40)}
    counts = Counter(photo for seed in range(2000) for photo in draw(strata, size=8, seed=seed))
    assert len(counts) == 40
    assert all(300 < count < 500 for count in counts.values()), "400 of 2000 each, within five sigma"
