"""The channels that come with the desk."""

import functools

from review_desk.domain.channel.page import PageTemplate, parse_page
from review_desk.operations.standards import standard
from review_desk.paths import asset

USUAL = "brand-pdp"
"""The page that a batch is laid out as until somebody says otherwise."""


@functools.cache
def page_templates() -> dict[str, PageTemplate]:
    """Every channel's listing page by its id, in the order of the titles."""
    files = asset("channels").glob("*.toml")
    made = [parse_page(f.read_text("utf-8"), name=f.name, channel=f.stem) for f in files]
    return {template.id: template for template in sorted(made, key=lambda template: template.title)}


def page_template(word: str) -> PageTemplate:
    """The listing page of a channel by id, title or other name. Raises BadInput naming those there are."""
    return page_templates()[standard(word).id]
