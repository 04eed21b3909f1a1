"""The profile of a screen of an X server: colord's word by connector, checked against the root window."""

from dataclasses import replace
from typing import Literal, Protocol

from review_desk.errors import BadInput
from review_desk.imaging.icc_tags import Tags
from review_desk.ui.display.colord import Assigned, Colord, NoColordError
from review_desk.ui.display.profile import DisplayProfile, Screen, video_table
from review_desk.ui.display.x_server import NoServerError, Reading, XServer

Prefer = Literal["colord", "X11 atom"]
"""Whom to believe where colord and the X server disagree."""


class _Server(Protocol):
    def read(self, connector: str) -> Reading: ...


class _Service(Protocol):
    def assigned(self, connector: str) -> Assigned | None: ...


class X11Provider:
    """The application converts; whatever loads the video card's curves is another program."""

    def __init__(
        self, server: _Server | None = None, colord: _Service | None = None, *, prefer: Prefer = "colord"
    ) -> None:
        self._server, self._colord = server or XServer(), colord or Colord()
        self._prefer = prefer

    def profile_of(self, screen: Screen) -> DisplayProfile:
        """Both are asked; the note says what each of them answered."""
        try:
            reading, trouble = self._server.read(screen.name), ""
        except NoServerError as error:
            reading, trouble = Reading(), str(error)
        try:
            assigned, silence = self._colord.assigned(screen.name), ""
        except NoColordError as error:
            assigned, silence = None, str(error)
        found = resolve(screen, reading, assigned, prefer=self._prefer)
        note = " ".join(filter(None, (found.note, trouble, silence)))
        return replace(found, note=note, video_table=video_table(reading.curves), panel=screen.panel)


def resolve(
    screen: Screen, reading: Reading, assigned: Assigned | None, *, prefer: Prefer = "colord"
) -> DisplayProfile:
    """Bring the two answers together. colord is asked by connector and so knows which screen it speaks of;
    the numbers of the root window's profiles are only in the order of Qt's screens."""
    if assigned is None:
        return _by_atom(screen, reading)
    holders = [number for number, icc in reading.atoms.items() if icc == assigned.icc]
    if reading.atoms and not holders:
        return _disagreeing(screen, reading, assigned, prefer)
    if not holders:
        note = "colord names this profile; the X server carries none, and other programs may show others."
    elif screen.index in holders:
        note = "colord and the X server name the same profile."
    else:
        note = f"colord names this profile for {screen.name}; the X server has it as number {holders[0]}."
    return _sound(DisplayProfile(screen.name, "colord", assigned.icc, note=note))


def _disagreeing(screen: Screen, reading: Reading, assigned: Assigned, prefer: Prefer) -> DisplayProfile:
    if prefer == "X11 atom" and reading.atoms.get(screen.index):
        found = replace(_by_atom(screen, reading), verifiable=False)
    else:
        found = _sound(DisplayProfile(screen.name, "colord", assigned.icc, verifiable=False))
    told = f"colord and the X server name different profiles; {prefer_words(found.source)} is believed."
    return replace(found, note=" ".join(filter(None, (told, found.note))))


def prefer_words(source: str) -> str:
    """Who is believed, in words."""
    return "the X server" if source == "X11 atom" else "colord"


def _by_atom(screen: Screen, reading: Reading) -> DisplayProfile:
    if screen.index not in reading.atoms:
        others = " It has one for another screen." if reading.atoms else ""
        return DisplayProfile(screen.name, note=f"The X server carries no profile for this screen.{others}")
    icc = reading.atoms[screen.index]
    if icc is None:
        note = "The X server’s profile for this screen is too large to be read: sRGB is assumed."
        return DisplayProfile(screen.name, "X11 atom", note=note)
    several = screen.count > 1
    note = "With several screens its number may be that of another one." if several else ""
    return _sound(DisplayProfile(screen.name, "X11 atom", icc, verifiable=not several, note=note))


def _sound(found: DisplayProfile) -> DisplayProfile:
    """Without its profile where that is none at all."""
    try:
        Tags(found.icc or b"")
    except BadInput as error:
        note = " ".join(filter(None, (found.note, f"{error} sRGB is assumed.")))
        return replace(found, icc=None, note=note)
    return found
