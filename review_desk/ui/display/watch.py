"""Follows the screen of a window, and its profile, on a thread of its own."""

import queue
import threading
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal

from review_desk.domain.profile_facts import ProfileFacts
from review_desk.errors import BadInput
from review_desk.ui.display.profile import DisplayProfile, DisplayProvider, Screen

EVERY_S = 2.0
_LEAVE_S = 5.0


@dataclass(frozen=True)
class Seen:
    """A screen's profile, and what it says of itself; None where there is none to be read."""

    profile: DisplayProfile
    facts: ProfileFacts | None = None


class DisplayWatch(QObject):
    """Asks a provider about a screen, at once and then every two seconds.

    Profiles change without a word on most systems, and asking may block: so nothing of it is done on the main
    thread. A profile that does not convert is taken away before anybody uses it.

    Signals:
        changed(Seen): on the main thread, when anything about the profile is not as it was.
    """

    changed = Signal(object)
    _seen = Signal(object, object)

    def __init__(self, provider: DisplayProvider, *, every_s: float = EVERY_S) -> None:
        super().__init__()
        self._provider = provider
        self.last: Seen | None = None
        self._every_s = every_s
        self._screen: Screen | None = None
        self._asked: queue.SimpleQueue[Screen | None] = queue.SimpleQueue()
        self._seen.connect(self._on_seen, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="display-watch", daemon=True)
        self._thread.start()

    def follow(self, screen: Screen) -> None:
        """Look at this screen from now on, beginning now."""
        self._screen = screen
        self._asked.put(screen)

    def ask(self, provider: DisplayProvider) -> None:
        """Ask another provider from now on."""
        self._provider = provider
        if self._screen is not None:
            self._asked.put(self._screen)

    def close(self) -> None:
        """End the thread. Nothing is told afterwards."""
        self._screen = None
        self._asked.put(None)
        self._thread.join(_LEAVE_S)

    def _run(self) -> None:
        screen, known = self._asked.get(), None
        while screen is not None:
            seen = look(self._provider, screen, known)
            if seen != known:
                known = seen
                self._seen.emit(screen, seen)
            try:
                screen = self._asked.get(timeout=self._every_s)
                known = None
            except queue.Empty:
                continue

    def _on_seen(self, screen: Screen, seen: Seen) -> None:
        """Take an answer, unless the window has moved on in the meantime."""
        if screen == self._screen and seen != self.last:
            self.last = seen
            self.changed.emit(seen)


def look(provider: DisplayProvider, screen: Screen, known: Seen | None = None) -> Seen:
    """Ask once, and read the profile; what is known already is not read again."""
    profile = provider.profile_of(screen)
    icc = profile.icc or profile.described
    if icc is None:
        return Seen(profile)
    from review_desk.imaging.profile_facts import facts as facts_of  # the window opens before numpy is loaded

    same = known is not None and icc == (known.profile.icc or known.profile.described)
    try:
        found = (known.facts if known and same else None) or facts_of(icc)
    except BadInput as error:
        note = " ".join(filter(None, (profile.note, f"{error} sRGB is assumed.")))
        return Seen(replace(profile, icc=None, described=None, name="", note=note))
    return Seen(profile if profile.name else replace(profile, name=found.description), found)
