"""Packets of XMP: what is not known stays, what is not XML is refused, whatever else is in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.decision import Verdict
from review_desk.domain.xmp.packet import Packet
from review_desk.domain.xmp.words import DC, DIGIKAM, LR, XMP, Judgement, judge, spoken
from review_desk.errors import BadInput

LIGHTROOM = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmp:Rating="3" xmp:Label="Blue"
    crs:Exposure2012="+0.35">
   <dc:subject xmlns:dc="http://purl.org/dc/elements/1.1/">
    <rdf:Bag><rdf:li>bride</rdf:li><rdf:li>ring &amp; box</rdf:li></rdf:Bag></dc:subject>
   <crs:ToneCurve><rdf:Seq><rdf:li>0, 0</rdf:li><rdf:li>255, 255</rdf:li></rdf:Seq></crs:ToneCurve>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

REJECT = Judgement(Verdict.REJECT, (("Edges", "Halo"), ("Background", "Banding")))


def test_stars_label_and_keywords_are_read_as_attributes_or_elements() -> None:
    found = spoken(Packet(LIGHTROOM))
    assert (found.rating, found.label, found.keywords) == (3, "Blue", ("bride", "ring & box"))
    as_elements = LIGHTROOM.replace(b'xmp:Rating="3"', b"").replace(
        b"<dc:subject", b"<xmp:Rating> 5 </xmp:Rating><dc:subject"
    )
    assert spoken(Packet(as_elements)).rating == 5
    assert spoken(Packet()).fields() == {}


def test_a_verdict_is_said_and_everything_else_stays() -> None:
    packet = Packet(LIGHTROOM)
    judge(packet, REJECT)
    again = Packet(packet.to_bytes())
    assert (again.value(XMP, "Rating"), again.value(XMP, "Label")) == ("-1", "Red")
    assert (again.value(DIGIKAM, "ColorLabel"), again.value(DIGIKAM, "PickLabel")) == ("1", "1")
    assert again.values(DC, "subject") == ["bride", "ring & box", "Halo", "Banding"]
    assert again.values(LR, "hierarchicalSubject") == [
        "Review Desk|Edges|Halo",
        "Review Desk|Background|Banding",
    ]
    assert again.values(DIGIKAM, "TagsList")[0] == "Review Desk/Edges/Halo"
    text = packet.to_bytes()
    for kept in (b'crs:Exposure2012="+0.35"', b"<crs:ToneCurve>", b"Adobe XMP Core 7.0", b"<?xpacket end"):
        assert kept in text


def test_another_verdict_takes_the_desks_own_words_back_and_no_others() -> None:
    packet = Packet(LIGHTROOM)
    judge(packet, REJECT)
    judge(packet, Judgement(Verdict.APPROVE))
    assert packet.values(DC, "subject") == ["bride", "ring & box"]
    assert packet.values(LR, "hierarchicalSubject") == []
    assert (packet.value(XMP, "Label"), packet.value(XMP, "Rating")) == ("Green", "0")


def test_stars_of_the_photographer_stay_but_for_a_reject() -> None:
    packet = Packet(LIGHTROOM)
    judge(packet, Judgement(Verdict.CORRECT))
    assert packet.value(XMP, "Rating") == "3"


def test_the_same_again_changes_nothing() -> None:
    packet = Packet(LIGHTROOM)
    judge(packet, REJECT)
    again = Packet(packet.to_bytes())
    once = again.to_bytes()
    judge(again, REJECT)
    assert again.to_bytes() == once


def test_prefixes_that_are_taken_for_something_else_are_left_to_it() -> None:
    odd = LIGHTROOM.replace(b"xmlns:x=", b'xmlns:lr="urn:other" xmlns:x=', 1)
    packet = Packet(odd)
    judge(packet, REJECT)
    again = Packet(packet.to_bytes())
    assert again.values(LR, "hierarchicalSubject")
    assert b'xmlns:lr="urn:other"' in packet.to_bytes()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;&lol;">]>
<x:xmpmeta xmlns:x="adobe:ns:meta/">&l2;</x:xmpmeta>"""
OUTSIDE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (BOMB, "DTD"), (OUTSIDE, "DTD"), (BOMB.decode().encode("utf-16"), "DTD"), (b"", "no sound XML"),
        (b"<a>" * 5000 + b"</a>" * 5000, "deeply"), (b"<a>" + b"<b/>" * 60_000 + b"</a>", "deeply"),
        (b"\xff\xfe\x00", "UTF-8"), (b"\x80abc", "UTF-8"), (b"<a/>", "no RDF"),
        (b"<a>&nbsp;</a>", "no sound XML"), (b"<x:a/>", "no sound XML"),
        (b" " * 5_000_000, "larger than 4 MB"),
    ],
)  # fmt: skip
def test_what_is_no_packet_or_means_harm_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        Packet(raw)


@pytest.mark.parametrize("rating", ["", "three", "9", "nan", "inf", "1e400"])
def test_a_rating_that_is_none_is_none(rating: str) -> None:
    assert spoken(Packet(LIGHTROOM.replace(b'Rating="3"', f'Rating="{rating}"'.encode()))).rating is None


WORDS = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co"]), min_size=1, max_size=20
)


@given(st.lists(WORDS.map(str.strip).filter(bool), max_size=5, unique=True))
def test_any_words_come_back_as_they_went_in(words: list[str]) -> None:
    packet = Packet()
    packet.put_all(DC, "dc", "subject", words)
    assert Packet(packet.to_bytes()).values(DC, "subject") == words


@given(st.binary(max_size=60))
def test_no_bytes_do_anything_but_be_refused(raw: bytes) -> None:
    with pytest.raises(BadInput):
        Packet(raw)
