"""The desk's SQLite files: events are the truth, tables are projections of them."""

import contextlib
import importlib.util
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def _hidden(*names: str) -> Iterator[None]:
    """Inside, these packages cannot be imported, unless they are already."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None means: not to be found
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _load_later(name: str) -> None:
    """Have a package loaded when something of it is used, and not when it is imported."""
    spec = importlib.util.find_spec(name)
    if name in sys.modules or spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    setattr(sys.modules[parent], child, module)  # looked up through the import system it would be loaded


# For a date format that no row of ours has.
_load_later("dateutil.parser")

# sqlite-utils imports both where they are installed, only to know their column types, which no row of ours
# has. That would be a third of the time the window takes to start.
with _hidden("numpy", "pandas"):
    import sqlite_utils  # noqa: F401
