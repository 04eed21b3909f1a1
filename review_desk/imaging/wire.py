"""How the desk and its worker processes talk: JSON messages, each after its length in four bytes.

No pickle: a worker that a broken photo has taken over can lie about a photo, and do nothing else to the desk.
"""

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
_LONGEST = 64_000_000


class ClosedError(Exception):
    """The other side has gone, or what came from it is not a message."""


def send(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Write one message and flush it. Raises ClosedError where nobody reads any more."""
    text = json.dumps(message).encode("ascii")
    try:
        stream.write(_LENGTH.pack(len(text)) + text)
        stream.flush()
    except (OSError, ValueError) as error:
        raise ClosedError from error


def receive(stream: BinaryIO) -> dict[str, Any]:
    """Read one message. Raises ClosedError at the end of the stream and for anything that is no message."""
    try:
        (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
        if length > _LONGEST:
            raise ClosedError
        message = json.loads(_exactly(stream, length))
    except (OSError, ValueError) as error:
        raise ClosedError from error
    if not isinstance(message, dict):
        raise ClosedError
    return message


def _exactly(stream: BinaryIO, length: int) -> bytes:
    received = stream.read(length)
    if len(received) < length:
        raise ClosedError
    return received
