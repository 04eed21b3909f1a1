"""A preset may run on a whole batch once somebody compared it: on a test, side by side, in this desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse
from review_desk.operations.passing.chosen import OWN_PRESETS, preset_of, preset_work
from review_desk.passes.preset import MARK, Preset, presets
from review_desk.store import pass_runs as table
from review_desk.store.desk import Reader, Store

TEST_MOST = 12
"""Photos on which a preset may run that nobody has compared: a test, not a batch."""

TEST_LEAST = 3
"""Photos on which it must have been compared; of a smaller batch all."""


@dataclass(frozen=True)
class Shelved:
    """A preset, on how many photos it was compared as it is now, and who did last; 0 and "" for never."""

    preset: Preset
    seen_on: int
    seen_by: str
    seen_at: str

    @property
    def in_words(self) -> str:
        """Whether it may run on a whole batch."""
        if self.seen_on >= TEST_LEAST:
            return f"Compared on {self.seen_on} photos, last by {self.seen_by}, {self.seen_at[:10]}"
        return f"Compared on {self.seen_on} of {TEST_LEAST} photos: not for a whole batch yet"


def shelf(reader: Reader) -> tuple[tuple[Shelved, ...], tuple[str, ...]]:
    """Every preset of this desk; and what is wrong with the files that cannot be read, a sentence each."""
    seen = {row["digest"]: row for row in table.seen_presets(reader.db)}
    known, slips = presets(reader.folder / OWN_PRESETS)
    found = []
    for preset in known:
        try:
            row = seen.get(preset_work(preset)["model_sha256"])
        except BadInput as error:  # a model it names is not here
            slips += (f"{preset.id}: {error}",)
            continue
        told = (len(row["photos"]), row["person"], row["at"]) if row else (0, "", "")
        found.append(Shelved(preset, *told))
    return tuple(found), slips


def record_seen(
    store: Store, names: Sequence[str], photos: Sequence[str], *, person: str, at: str
) -> Changes:
    """Note that these presets, as they are now, were compared side by side on these photos, and by whom.

    Raises BadInput for none, more than a test has, or an unknown photo.
    """
    who, test = require_reviewer(person), tuple(dict.fromkeys(photos))
    if not 1 <= len(test) <= TEST_MOST:
        raise BadInput(f"A test has 1 to {TEST_MOST} photos; these are {len(test)}.")
    if len(browse.photos(store, ids=test)) != len(test):
        raise BadInput("Not all of these photos are in this desk.")
    with store.step(f"Compare {_listed(names)} on {len(test)} photos", actor=who, at=at) as step:
        for name in names:
            digest = preset_work(preset_of(store, name))["model_sha256"]
            before = (step.get("preset_seen", digest=digest) or {"photos": []})["photos"]
            row = {"name": name.removeprefix(MARK), "photos": list(dict.fromkeys([*before, *test]))}
            step.put("preset_seen", {"digest": digest, **row, "person": who, "at": at})
    return step.changes


def require_seen(reader: Reader, name: str, photos: Sequence[str]) -> None:
    """Raises Refused where a preset that nobody compared shall run on more than a test, or a whole batch."""
    digest = preset_work(preset_of(reader, name))["model_sha256"]
    seen = sum(len(row["photos"]) for row in table.seen_presets(reader.db) if row["digest"] == digest)
    if seen >= min(TEST_LEAST, len(photos)):
        return
    if len(photos) == 1 or (len(photos) <= TEST_MOST and not _whole_batch(reader, photos)):
        return
    title = preset_of(reader, name).title
    raise Refused(
        f"{title}, as it is now, was compared on {seen} photos in this desk. Compare it with another on at "
        f"least {TEST_LEAST} first; then it may run on a whole batch."
    )


def _whole_batch(reader: Reader, photos: Sequence[str]) -> bool:
    chosen = set(photos)
    batches = {photo.batch for photo in browse.photos(reader, ids=tuple(photos))}
    return any({photo.id for photo in browse.photos(reader, batch_id=batch)} <= chosen for batch in batches)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(name.removeprefix(MARK) for name in names)
