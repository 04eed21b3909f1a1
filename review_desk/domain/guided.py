"""The guided questions for a photo that no rule covers: two answers, and the level follows (brief A4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from review_desk.domain.photo import Photo
from review_desk.domain.rule_words import normal_word

QUESTIONS = (
    "Would a shopper notice the mistake that AI usually makes on something like this?",
    "Does this frame sell the product?",
)
HINTS = (
    "A melted clasp, a smeared knit, a wrong reflection: seen at the size of the product page?",
    "The first photo of the page, a hero, a campaign: the one that people buy by?",
)

LIKE = ("category", "surface", "content_type", "channel", "use", "shot")
"""The fields in which photos that are like each other agree."""


@dataclass(frozen=True)
class Answered:
    """What follows from the answers: a level with its route, and a sentence that can be read aloud."""

    level: int
    route: str
    sentence: str


def answered(*, noticed: bool, sells: bool) -> Answered:
    """The level by the two answers: what sells is led by a person; what would be noticed is looked at."""
    if sells:
        why = (
            "and a shopper would notice the usual mistake" if noticed else "though few would notice a mistake"
        )
        return Answered(3, "human_led", f"This frame sells the product, {why}: a person leads.")
    if noticed:
        return Answered(2, "hybrid", "A shopper would notice the usual mistake: a person looks after AI.")
    return Answered(
        1, "ai_only", "No shopper would notice the usual mistake, and it sells nothing: AI alone."
    )


def likeness(photo: Photo) -> dict[str, str]:
    """By what a photo is known: the fields of `LIKE` that are told, as people wrote them."""
    told = {**photo.fields, "shot": photo.shot}
    return {name: str(told[name]) for name in LIKE if told.get(name)}


def alike(photo: Photo, other: Photo) -> bool:
    """Whether two photos agree in everything that rules ask of a kind of photo."""
    return _normal(likeness(photo)) == _normal(likeness(other))


def _normal(told: Mapping[str, str]) -> dict[str, str]:
    return {name: normal_word(value) for name, value in told.items()}


def proposed_rule(photo: Photo, found: Answered, *, source: str, day: str) -> str:
    """The answer as a rule for all photos like this one, to be looked over in the editor.

    A photo of which nothing is told is proposed by its SKU. `day` is ISO 8601.
    """
    told = likeness(photo) or {"sku": photo.title}
    fields = {"id": _rule_id(told), "route": found.route, "sentence": found.sentence, "source": source}
    lines = [f"{name} = {_quoted(value)}" for name, value in fields.items()]
    when = [f"{name} = {_quoted(value)}" for name, value in told.items()]
    level = f"level = {found.level}"
    return "\n".join(["[[rule]]", lines[0], level, *lines[1:], f"date = {day}", "[rule.when]", *when, ""])


def _rule_id(told: Mapping[str, str]) -> str:
    words = re.findall(r"[a-z0-9]+", " ".join(told.values()).lower())
    return "-".join(["answered", *words[:6]])


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
