"""The shape of desk.sqlite, one function a change. A released migration is never edited.

All that are pending run in one transaction, after which the projections are folded anew from the events: a
migration that changes a projection drops its table (children first) and makes it again, empty.
"""

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x52444B31
"""“RDK1” in the SQLite header: this file is a Review Desk."""

SCHEMA = 22
"""`user_version` of a file this program writes: the number of the last migration. A newer one is refused."""

migrations = Migrations("review_desk")

_EVENTS = """
CREATE TABLE event (
  desk_id TEXT NOT NULL, desk_seq INTEGER NOT NULL, event_id TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
  actor TEXT NOT NULL, kind TEXT NOT NULL, photo TEXT, step TEXT,
  payload TEXT NOT NULL CHECK (json_valid(payload)), prev_hash TEXT NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (desk_id, desk_seq)
) STRICT;
CREATE UNIQUE INDEX event_seq ON event (desk_seq);
CREATE INDEX event_step ON event (step);
CREATE INDEX event_photo ON event (photo);
CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TABLE desk (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

_PROJECTIONS = """
CREATE TABLE step (
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, label TEXT NOT NULL, actor TEXT NOT NULL, photo TEXT,
  state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dead'))
) STRICT;
CREATE INDEX step_state ON step (state, seq);
CREATE TABLE batch (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, created_at TEXT NOT NULL
) STRICT;
CREATE TABLE photo (
  id TEXT PRIMARY KEY, batch_id TEXT NOT NULL REFERENCES batch (id), position INTEGER NOT NULL,
  name TEXT NOT NULL, sku TEXT NOT NULL, colourway TEXT NOT NULL, shot TEXT NOT NULL,
  fields TEXT NOT NULL, mask TEXT
) STRICT;
CREATE INDEX photo_batch ON photo (batch_id, position);
CREATE TABLE version (
  photo_id TEXT NOT NULL REFERENCES photo (id), number INTEGER NOT NULL, role TEXT NOT NULL,
  label TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL, bit_depth INTEGER NOT NULL, mode TEXT NOT NULL,
  format TEXT NOT NULL, orientation INTEGER NOT NULL, profile TEXT, profile_state TEXT NOT NULL, recipe TEXT,
  PRIMARY KEY (photo_id, number)
) STRICT;
CREATE INDEX version_sha256 ON version (sha256);
CREATE TABLE quarantine (
  id TEXT PRIMARY KEY, batch_id TEXT NOT NULL REFERENCES batch (id), file TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE TABLE assignment (
  photo_id TEXT PRIMARY KEY REFERENCES photo (id), level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
  route TEXT NOT NULL, rule TEXT NOT NULL, reasons TEXT NOT NULL, overruled_by TEXT, overrule_reason TEXT
) STRICT;
CREATE TABLE decision (
  photo_id TEXT PRIMARY KEY REFERENCES photo (id),
  verdict TEXT CHECK (verdict IN ('approve', 'correct', 'reject', 'escalate')),
  version INTEGER NOT NULL, tags TEXT NOT NULL, note TEXT NOT NULL, reviewer TEXT NOT NULL, at TEXT NOT NULL,
  display TEXT NOT NULL, FOREIGN KEY (photo_id, version) REFERENCES version (photo_id, number)
) STRICT;
CREATE TABLE annotation (
  id TEXT PRIMARY KEY, photo_id TEXT NOT NULL REFERENCES photo (id), version INTEGER NOT NULL,
  shape TEXT NOT NULL, tags TEXT NOT NULL, note TEXT NOT NULL, severity TEXT NOT NULL, author TEXT NOT NULL,
  at TEXT NOT NULL, FOREIGN KEY (photo_id, version) REFERENCES version (photo_id, number)
) STRICT;
CREATE INDEX annotation_photo ON annotation (photo_id);
"""

_MARKS = """
DROP TABLE annotation;
CREATE TABLE annotation (
  id TEXT PRIMARY KEY, photo_id TEXT NOT NULL REFERENCES photo (id), version INTEGER NOT NULL,
  shape TEXT NOT NULL, tags TEXT NOT NULL, note TEXT NOT NULL, severity TEXT NOT NULL, author TEXT NOT NULL,
  at TEXT NOT NULL, height INTEGER NOT NULL DEFAULT 0,
  locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
  resolved INTEGER NOT NULL DEFAULT 0 CHECK (resolved IN (0, 1)),
  FOREIGN KEY (photo_id, version) REFERENCES version (photo_id, number)
) STRICT;
CREATE INDEX annotation_photo ON annotation (photo_id);
"""

_MASK_RECIPES = "ALTER TABLE photo ADD COLUMN mask_recipe TEXT;"

_PROTECTED_BY = "ALTER TABLE pass_run ADD COLUMN protect_by TEXT NOT NULL DEFAULT '';"
"""“path” or “path:NAME”; "" for what each photo brings along."""

_CARRIED_MARKS = """
DROP TABLE annotation;
CREATE TABLE annotation (
  id TEXT PRIMARY KEY, photo_id TEXT NOT NULL REFERENCES photo (id), version INTEGER NOT NULL,
  shape TEXT NOT NULL, tags TEXT NOT NULL, note TEXT NOT NULL, severity TEXT NOT NULL, author TEXT NOT NULL,
  at TEXT NOT NULL, height INTEGER NOT NULL DEFAULT 0,
  locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
  resolved INTEGER NOT NULL DEFAULT 0 CHECK (resolved IN (0, 1)), carried_from TEXT NOT NULL DEFAULT '',
  FOREIGN KEY (photo_id, version) REFERENCES version (photo_id, number)
) STRICT;
CREATE INDEX annotation_photo ON annotation (photo_id);
"""

_SAMPLERS = """
CREATE TABLE sampler (
  id TEXT PRIMARY KEY, photo_id TEXT NOT NULL REFERENCES photo (id), number INTEGER NOT NULL,
  x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
  author TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX sampler_photo ON sampler (photo_id);
"""

_RULE_FILES = """
CREATE TABLE rule_file (
  name TEXT PRIMARY KEY, text TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
"""

_KEPT_GROUPS = """
CREATE TABLE kept_group (
  batch_id TEXT NOT NULL REFERENCES batch (id), key TEXT NOT NULL, name TEXT NOT NULL, person TEXT NOT NULL,
  at TEXT NOT NULL, PRIMARY KEY (batch_id, key)
) STRICT;
"""

_TOLERANCE_FILES = """
CREATE TABLE tolerance_file (
  name TEXT PRIMARY KEY, text TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
"""

_GATES = """
CREATE TABLE signature (
  photo_id TEXT NOT NULL REFERENCES photo (id), role TEXT NOT NULL CHECK (role IN ('self', 'peer')),
  version INTEGER NOT NULL, checklist TEXT NOT NULL, points TEXT NOT NULL, person TEXT NOT NULL,
  at TEXT NOT NULL, display TEXT NOT NULL, PRIMARY KEY (photo_id, role),
  FOREIGN KEY (photo_id, version) REFERENCES version (photo_id, number)
) STRICT;
CREATE TABLE lot (
  id TEXT PRIMARY KEY, batch_id TEXT NOT NULL REFERENCES batch (id), gate INTEGER NOT NULL, plan TEXT,
  seed INTEGER NOT NULL, strata TEXT NOT NULL, photos TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'resumed')), counts TEXT NOT NULL,
  drawn_by TEXT NOT NULL, drawn_at TEXT NOT NULL, closed_by TEXT NOT NULL, closed_at TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX lot_batch ON lot (batch_id);
CREATE TABLE inspection (
  lot_id TEXT NOT NULL REFERENCES lot (id), photo_id TEXT NOT NULL REFERENCES photo (id),
  version INTEGER NOT NULL, defect TEXT NOT NULL CHECK (defect IN ('', 'minor', 'major', 'critical')),
  tags TEXT NOT NULL, note TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, display TEXT NOT NULL,
  PRIMARY KEY (lot_id, photo_id), FOREIGN KEY (photo_id, version) REFERENCES version (photo_id, number)
) STRICT;
CREATE INDEX inspection_photo ON inspection (photo_id);
CREATE TABLE release (
  batch_id TEXT NOT NULL REFERENCES batch (id), gate INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('release', 'override', 'hold')), person TEXT NOT NULL, at TEXT NOT NULL,
  reason TEXT NOT NULL, confirmed TEXT NOT NULL, holds TEXT NOT NULL, display TEXT NOT NULL,
  head INTEGER NOT NULL, PRIMARY KEY (batch_id, gate)
) STRICT;
"""

_CLAIMS = """
CREATE TABLE claim (
  photo_id TEXT PRIMARY KEY, person TEXT NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL
) STRICT;
"""
"""A claim outlives the photo it was made on, where intake is undone: it is no part of the undo stack."""


_PRESET_NOTES = """
CREATE TABLE preset_note (
  id TEXT PRIMARY KEY, batch_id TEXT NOT NULL REFERENCES batch (id), preset TEXT NOT NULL,
  fault TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, photos TEXT NOT NULL,
  author TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX preset_note_batch ON preset_note (batch_id);
"""

_SEALS = """
CREATE TABLE seal (
  id TEXT NOT NULL, desk TEXT NOT NULL, batch TEXT PRIMARY KEY, batch_name TEXT NOT NULL, at TEXT NOT NULL,
  person TEXT NOT NULL, head_seq INTEGER NOT NULL, head_hash TEXT NOT NULL, photos TEXT NOT NULL,
  released INTEGER NOT NULL CHECK (released IN (0, 1)), digest TEXT NOT NULL
) STRICT;
"""
"""A seal outlives the batch, where intake is undone: what was delivered stays delivered."""

_ASKING = """
DROP TABLE decision;
CREATE TABLE decision (
  photo_id TEXT PRIMARY KEY REFERENCES photo (id),
  verdict TEXT CHECK (verdict IN ('approve', 'correct', 'reject', 'escalate')),
  version INTEGER NOT NULL, tags TEXT NOT NULL, note TEXT NOT NULL, reviewer TEXT NOT NULL, at TEXT NOT NULL,
  display TEXT NOT NULL, escalated_to TEXT NOT NULL DEFAULT '', question TEXT NOT NULL DEFAULT '',
  FOREIGN KEY (photo_id, version) REFERENCES version (photo_id, number)
) STRICT;
CREATE TABLE comment (
  id TEXT PRIMARY KEY, photo_id TEXT NOT NULL REFERENCES photo (id), thread TEXT NOT NULL, mark TEXT NOT NULL,
  text TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL,
  resolved INTEGER NOT NULL DEFAULT 0 CHECK (resolved IN (0, 1))
) STRICT;
CREATE INDEX comment_photo ON comment (photo_id);
"""
"""A mark may be removed from under its thread: what was said stays."""


_GATE_FILES = """
CREATE TABLE gate_file (
  name TEXT PRIMARY KEY, text TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
"""

_RUNS = """
CREATE TABLE pass_run (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, parameters TEXT NOT NULL,
  protect INTEGER NOT NULL CHECK (protect IN (0, 1)), model TEXT NOT NULL, region TEXT NOT NULL,
  person TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE pass_job (
  run_id TEXT NOT NULL REFERENCES pass_run (id), photo_id TEXT NOT NULL, position INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  reason TEXT NOT NULL, work TEXT NOT NULL, version INTEGER, PRIMARY KEY (run_id, photo_id)
) STRICT;
CREATE INDEX pass_job_state ON pass_job (run_id, state);
CREATE TABLE preset_seen (
  digest TEXT PRIMARY KEY, name TEXT NOT NULL, photos TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
"""
"""A run outlives its photos, where intake is undone: what was done is told."""


_MODE_FILES = """
CREATE TABLE mode_file (
  name TEXT PRIMARY KEY, text TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
"""


_SECOND_LOOKS = """
CREATE TABLE second_look (
  photo_id TEXT PRIMARY KEY REFERENCES photo(id), asked_by TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
"""


def _run(db: Database, script: str) -> None:
    """Statement by statement, inside the migration's own transaction (executescript would commit it)."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if line.endswith(";") and (not statement.startswith("CREATE TRIGGER") or line.endswith("END;")):
            db.execute(statement)
            statement = ""


@migrations()
def m001_events(db: Database) -> None:
    """The log, and the few facts a desk knows of itself."""
    _run(db, _EVENTS)


@migrations()
def m002_projections(db: Database) -> None:
    """What the events say now, in tables."""
    _run(db, _PROJECTIONS)


@migrations()
def m003_samplers(db: Database) -> None:
    """Places of a photo that somebody keeps an eye on."""
    _run(db, _SAMPLERS)


@migrations()
def m004_tolerance_files(db: Database) -> None:
    """The studio's own tolerances, each file whole."""
    _run(db, _TOLERANCE_FILES)


@migrations()
def m007_marks(db: Database) -> None:
    """Marks lie over each other, may be locked, and are open or resolved."""
    _run(db, _MARKS)


@migrations()
def m009_rule_files(db: Database) -> None:
    """The studio's own routing rules, each file whole."""
    _run(db, _RULE_FILES)


@migrations()
def m010_gates(db: Database) -> None:
    """Signed checklists, samples with what was found in them, and batches let through."""
    _run(db, _GATES)


@migrations()
def m011_claims(db: Database) -> None:
    """Who is working on which photo, and until when."""
    _run(db, _CLAIMS)


@migrations()
def m012_kept_groups(db: Database) -> None:
    """Groups that were proposed for a split and stay in their batch."""
    _run(db, _KEPT_GROUPS)


@migrations()
def m013_preset_notes(db: Database) -> None:
    """Faults that are a preset's, noted on it once."""
    _run(db, _PRESET_NOTES)


@migrations()
def m014_seals(db: Database) -> None:
    """What was delivered, so that a later change shows."""
    _run(db, _SEALS)


@migrations()
def m015_asking(db: Database) -> None:
    """Escalations that ask somebody, and threads of comments."""
    _run(db, _ASKING)


@migrations()
def m016_gate_files(db: Database) -> None:
    """The studio's own gates and checklists, each file whole."""
    _run(db, _GATE_FILES)


@migrations()
def m017_carried_marks(db: Database) -> None:
    """A mark of a newer version may have come from one of an older."""
    _run(db, _CARRIED_MARKS)


@migrations()
def m018_mode_files(db: Database) -> None:
    """The studio's own failure modes, each family's file whole."""
    _run(db, _MODE_FILES)


@migrations()
def m019_pass_runs(db: Database) -> None:
    """Passes over many photos that go on after a stop, and which presets were compared."""
    _run(db, _RUNS)


@migrations()
def m020_mask_recipes(db: Database) -> None:
    """A photo's mask may have been made by a pass, and says how."""
    _run(db, _MASK_RECIPES)


@migrations()
def m021_second_looks(db: Database) -> None:
    """Photos that other eyes shall see, too."""
    _run(db, _SECOND_LOOKS)


@migrations()
def m022_protected_by(db: Database) -> None:
    """A run may protect by a path in each photo's file."""
    _run(db, _PROTECTED_BY)
