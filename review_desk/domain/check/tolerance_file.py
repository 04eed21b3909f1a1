"""A studio's own tolerances, over those of the desk and of the channels.

[tolerance]                                        # for every photo
halo = { flag.most = 10 }
[channel.marketplace]                              # in its place, for photos of that channel
frame-fill = { flag.least = 80, fail.least = 60 }
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from review_desk.domain.check.table import BY_ID
from review_desk.domain.check.tolerance import Tolerance, tolerance_in
from review_desk.domain.toml_table import TableError, did_you_mean, only, read_toml, table_in

Tolerances = Mapping[str, Tolerance]


@dataclass(frozen=True)
class Overrides:
    """Tolerances by check: for every photo, and by the id of a channel for those of it."""

    every: Tolerances = field(default_factory=dict)
    channels: Mapping[str, Tolerances] = field(default_factory=dict)

    def over(self, standard: Tolerances, channel: str) -> dict[str, Tolerance]:
        """What holds for a photo of a channel: its standard, with the studio's own on top."""
        return {**standard, **self.every, **self.channels.get(channel, {})}


def parse_overrides(text: str, *, name: str) -> Overrides:
    """Read a studio's file. Raises BadInput that begins with `name` for any slip."""
    return read_toml(text, _overrides, name=name)


def together(overrides: Iterable[Overrides]) -> Overrides:
    """Several files as one; the later speaks where two name the same check."""
    every: dict[str, Tolerance] = {}
    channels: dict[str, dict[str, Tolerance]] = {}
    for each in overrides:
        every |= each.every
        for channel, own in each.channels.items():
            channels.setdefault(channel, {}).update(own)
    return Overrides(every, channels)


def tolerances_in(table: Any, where: str) -> dict[str, Tolerance]:
    """A table of tolerances by check. Raises TableError."""
    found = table_in(table, where)
    for name in found:
        if name not in BY_ID:
            raise TableError(f"{where}: there is no check '{name}'{did_you_mean(name, BY_ID)}")
    return {name: tolerance_in(each, f"{where} {name}") for name, each in found.items()}


def _overrides(tables: dict[str, Any]) -> Overrides:
    only(tables, {"tolerance", "channel"}, "the file")
    channels = table_in(tables.get("channel", {}), "[channel]")
    found = Overrides(
        tolerances_in(tables.get("tolerance", {}), "[tolerance]"),
        {name: tolerances_in(each, f"[channel.{name}]") for name, each in channels.items()},
    )
    if not found.every and not any(found.channels.values()):
        raise TableError("there is no tolerance in it")
    return found


def with_tolerance(held: Overrides, check: str, tolerance: Tolerance, channel: str = "") -> Overrides:
    """The same with another tolerance for a check, for every photo or for those of a channel."""
    if not channel:
        return Overrides({**held.every, check: tolerance}, held.channels)
    own = {**held.channels.get(channel, {}), check: tolerance}
    return Overrides(held.every, {**held.channels, channel: own})


def without_tolerance(held: Overrides, check: str, channel: str = "") -> Overrides:
    """The same without a tolerance of its own for a check, for every photo or for those of a channel."""
    own = held.channels.get(channel, {}) if channel else held.every
    left = {name: each for name, each in own.items() if name != check}
    return (
        Overrides(held.every, {**held.channels, channel: left}) if channel else Overrides(left, held.channels)
    )


def written(overrides: Overrides) -> str:
    """A file that `parse_overrides` reads as these."""
    tables = [("tolerance", overrides.every)]
    tables += [(f"channel.{name}", own) for name, own in sorted(overrides.channels.items())]
    lines = []
    for title, tolerances in tables:
        if tolerances:
            lines += [
                f"[{title}]",
                *(f"{check} = {_told(each)}" for check, each in sorted(tolerances.items())),
            ]
            lines.append("")
    return "\n".join(lines)


def _told(tolerance: Tolerance) -> str:
    """As a TOML table on one line; JSON's numbers and lists of words are TOML's too."""
    limits = (("flag", tolerance.flag), ("fail", tolerance.fail))
    entries = [
        f"{side}.{name} = {json.dumps(value, ensure_ascii=False)}"
        for side, limit in limits
        for name, value in limit.to_json().items()
    ]
    return f"{{ {', '.join(entries)} }}"
