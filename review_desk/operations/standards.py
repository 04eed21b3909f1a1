"""The channels' standards that come with the desk."""

from functools import cache

from review_desk.domain.channel.standard import Standard, parse_standard, standard_named
from review_desk.domain.toml_table import did_you_mean
from review_desk.errors import BadInput
from review_desk.paths import asset


@cache
def standards() -> tuple[Standard, ...]:
    """Every channel's standard, by id. Raises BadInput for a mistake in a file."""
    files = sorted(asset("channels").glob("*.toml"))
    return tuple(parse_standard(file.read_text("utf-8"), name=file.name, channel=file.stem) for file in files)


def standard(word: str) -> Standard:
    """The standard of the channel of that id, title or other name. Raises BadInput naming those there are."""
    found = standard_named(standards(), word)
    if found is None:
        known = [each.id for each in standards()]
        hint = did_you_mean(word, known) or "."
        raise BadInput(f"There is no channel “{word}”{hint} There is: {', '.join(known)}.")
    return found
