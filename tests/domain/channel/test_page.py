"""Listing pages as data."""

import re

import pytest

from review_desk.domain.channel.page import parse_page
from review_desk.errors import BadInput
from review_desk.operations.channels import page_template, page_templates

PAGE = """
[page]
title = "Shop"
source = "a test"
date = 2026-11-21
columns = { 800 = 4, 0 = 2 }
ratio = "4:5"
gap = [16, 24]
margin = 40
background = "#F4F4F2"
card = "#FFFFFF"
fit = "whole"
hover = ["back"]
guides = { top = 0.1, bottom = 0.9, left = 0.1, right = 0.9 }
"""


def test_a_page_is_read_with_its_columns_from_narrow_to_wide() -> None:
    page = parse_page(PAGE, name="shop.toml", channel="shop")
    assert (page.columns, page.ratio, page.hover) == (((0, 2), (800, 4)), 0.8, ("back",))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("800 = 4", "800 = 40", "1 to 12 columns"),
        ("4:5", "4 by 5", "ratio"),
        ("[16, 24]", "[16]", "two lengths"),
        ("#F4F4F2", "off-white", "a colour such as"),
        ('"whole"', '"stretch"', '"whole" or "fill"'),
        ("top = 0.1", "top = 0.95", "top must be above bottom"),
        ("margin = 40", "margins = 40", "did you mean 'margin'"),
        ("2026-11-21", '"today"', "a day such as"),
    ],
)
def test_a_slip_is_refused_with_the_file_and_what_is_wrong(right: str, wrong: str, said: str) -> None:
    with pytest.raises(BadInput, match=f"shop.toml.*{re.escape(said)}"):
        parse_page(PAGE.replace(right, wrong), name="shop.toml", channel="shop")


def test_the_five_channels_come_with_source_and_date() -> None:
    pages = page_templates()
    assert set(pages) == {"marketplace", "google-merchant", "zalando", "brand-pdp", "paid-social"}
    assert all(page.source and page.date for page in pages.values())


def test_a_channel_is_found_by_another_of_its_names() -> None:
    assert page_template("amazon").id == "marketplace"
    with pytest.raises(BadInput, match="no channel “zalandoo”; did you mean 'zalando'"):
        page_template("zalandoo")
