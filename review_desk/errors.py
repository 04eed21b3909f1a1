"""What can go wrong, in two families.

The world's errors (`DeskError`) carry one plain sentence for a person and never a traceback; anything else
that escapes is a bug of ours and is reported as one.
"""


class DeskError(Exception):
    """Something outside the desk stands in the way. `str(error)` is the sentence to show."""

    exit_code = 2


class BadInput(DeskError):
    """What was given cannot be used: a file that is not there, an unknown verdict, a broken photo."""


class Refused(DeskError):
    """The request is understood and declined: a reject without a reason, a desk that somebody else holds."""

    exit_code = 1


class Cancelled(DeskError):
    """The person asked to stop; nothing was stored."""

    exit_code = 1
