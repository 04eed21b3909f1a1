"""Gates as data, one TOML file each: what must hold before a batch is let through, and who may let it.

number = 1
title = "AI output"
sentence = "What the AI made is fit to be worked on."
source = "brief D1"
date = 2026-11-21
must = ["readable", "size"]           # checks that may not fail, whatever anybody says
look = ["halo"]                       # checks that a person has to have judged where they flag or fail
decided = ["hybrid", "human_led"]     # routes whose photos need a verdict
signed = ["hybrid", "human_led"]      # routes whose photos need their checklist signed
peer = { level = 3, use = ["hero"] }  # photos whose checklist a second person signs
calibrated = true                     # released, and samples inspected, on a display in good state only
release = "another"                   # anybody, or another than those who signed checklists
confirm = ["The page was compared."]  # what the one who releases says
reopened_by = ["photo", "ai"]         # what, coming after a release, holds the batch again
[sample]                              # by the standard: aql.major = 1.0; or a share: percent = 10
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from review_desk.domain.check.table import BY_ID
from review_desk.domain.gate.checklist import day_in
from review_desk.domain.photo import Photo
from review_desk.domain.rule import ROUTES
from review_desk.domain.rule_words import normal_word, told_in
from review_desk.domain.sampling.lot import Stratify
from review_desk.domain.sampling.plan import CLASSES, DefectClass, Plan, by_percentage, by_standard
from review_desk.domain.sampling.tables import AQLS, Strictness
from review_desk.domain.toml_table import (
    TableError,
    did_you_mean,
    only,
    read_toml,
    table_in,
    text_in,
    texts,
)

MayRelease = Literal["anybody", "another"]
Reopening = Literal["photo", "ai", "human", "verdict"]
"""A photo that comes or goes, a version that AI or a person made, another verdict."""

REOPENINGS: tuple[Reopening, ...] = ("photo", "ai", "human", "verdict")
_KEYS = {
    "number", "title", "sentence", "source", "date", "must", "look", "decided", "signed", "peer",
    "calibrated", "release", "confirm", "reopened_by", "sample",
}  # fmt: skip
_USES = ("use", "content_type", "shot")
"""The fields in which manifests say that a photo is a hero."""


@dataclass(frozen=True)
class Sampling:
    """How a gate's sample is drawn: by the standard with an AQL a class (0: none at all), or a share."""

    aqls: Mapping[DefectClass, float] = field(default_factory=dict)
    percent: float = 0.0
    least: int = 1
    accept: Mapping[DefectClass, int] = field(default_factory=dict)
    strata: Stratify = "route"

    def plan(self, lot: int, strictness: Mapping[DefectClass, Strictness] | None = None) -> Plan:
        """The plan for a lot of so many photos. Raises BadInput for none."""
        if self.aqls:
            return by_standard(lot, self.aqls, strictness)
        return by_percentage(lot, self.percent, least=self.least, accept=self.accept)


@dataclass(frozen=True)
class Peer:
    """Which photos a second person signs: from a risk level on, and those for certain uses (normalised)."""

    level: int
    uses: frozenset[str] = frozenset()

    def needs(self, photo: Photo) -> bool:
        """Whether a second person has to sign this photo."""
        level = photo.assignment.level if photo.assignment else 0
        told = (str(photo.shot if name == "shot" else photo.fields.get(name, "")) for name in _USES)
        named = bool(self.uses) and any(word and told_in(word, self.uses, inside=True) for word in told)
        return named or level >= self.level


@dataclass(frozen=True)
class Gate:
    """One gate. Routes and checks by id; see the module for what each field asks."""

    number: int
    title: str
    sentence: str
    source: str
    date: str
    must: tuple[str, ...] = ()
    look: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    peer: Peer | None = None
    calibrated: bool = False
    release: MayRelease = "anybody"
    confirm: tuple[str, ...] = ()
    reopened_by: tuple[str, ...] = REOPENINGS
    sampling: Sampling | None = None

    @property
    def name(self) -> str:
        """Such as “Gate 1, AI output”."""
        return f"Gate {self.number}, {self.title}"


def parse_gate(text: str, *, name: str) -> Gate:
    """Read a gate's file. Raises BadInput that begins with `name` for any slip."""
    return read_toml(text, _gate, name=name)


def _gate(tables: dict[str, Any]) -> Gate:
    only(tables, _KEYS, "the file")
    number = tables.get("number")
    if type(number) is not int or number < 1:
        raise TableError("number must be 1, 2, 3 …")
    release = tables.get("release", "anybody")
    if release not in ("anybody", "another"):
        raise TableError("release must be 'anybody' or 'another'")
    calibrated = tables.get("calibrated", False)
    if type(calibrated) is not bool:
        raise TableError("calibrated must be true or false")
    return Gate(
        number=number,
        title=text_in(tables, "title", "the file"),
        sentence=text_in(tables, "sentence", "the file"),
        source=text_in(tables, "source", "the file"),
        date=day_in(tables, "the file"),
        must=_known(tables, "must", BY_ID),
        look=_known(tables, "look", BY_ID),
        decided=_known(tables, "decided", ROUTES),
        signed=_known(tables, "signed", ROUTES),
        peer=_peer(tables["peer"]) if "peer" in tables else None,
        calibrated=calibrated,
        release=release,
        confirm=texts(tables.get("confirm", []), "confirm"),
        reopened_by=_known(tables, "reopened_by", REOPENINGS) or REOPENINGS,
        sampling=_sampling(tables["sample"]) if "sample" in tables else None,
    )


def _known(tables: Mapping[str, Any], key: str, known: Any) -> tuple[str, ...]:
    named = texts(tables.get(key, []), key)
    for each in named:
        if each not in known:
            raise TableError(f"{key}: there is no '{each}'{did_you_mean(each, list(known))}")
    return named


def _peer(found: Any) -> Peer:
    table = table_in(found, "peer")
    only(table, {"level", "use"}, "peer")
    level = table.get("level", 4)
    if type(level) is not int:
        raise TableError("peer: level must be 1, 2 or 3")
    return Peer(level, frozenset(map(normal_word, texts(table.get("use", []), "peer use"))))


def _sampling(found: Any) -> Sampling:
    table = table_in(found, "[sample]")
    only(table, {"aql", "percent", "least", "accept", "strata"}, "[sample]")
    aqls, percent = _by_class(table, "aql"), table.get("percent", 0)
    if bool(aqls) == bool(percent):
        raise TableError("[sample]: say either aql or percent")
    for name, aql in aqls.items():
        if aql and aql not in AQLS:
            raise TableError(f"[sample]: aql.{name} must be 0 or one of {', '.join(map(str, AQLS))}")
    if not isinstance(percent, int | float) or not 0 <= percent <= 100:
        raise TableError("[sample]: percent must be more than 0 and at most 100")
    strata = table.get("strata", "route")
    if strata not in ("route", "reviewer"):
        raise TableError("[sample]: strata must be 'route' or 'reviewer'")
    accept = {name: int(count) for name, count in _by_class(table, "accept").items()}
    return Sampling(aqls, float(percent), int(table.get("least", 1)), accept, strata)


def _by_class(table: Mapping[str, Any], key: str) -> dict[DefectClass, float]:
    told = table_in(table.get(key, {}), f"[sample] {key}")
    only(told, CLASSES, f"[sample] {key}")
    for name, number in told.items():
        if not isinstance(number, int | float) or isinstance(number, bool) or number < 0:
            raise TableError(f"[sample]: {key}.{name} must be a number from 0 on")
    return {name: told[name] for name in CLASSES if name in told}
