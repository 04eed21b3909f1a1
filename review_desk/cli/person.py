"""Who sits at this command line."""

import getpass


def person() -> str:
    """The login name, for the record of who did what."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
