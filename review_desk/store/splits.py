"""Reading which proposed groups stay in their batch."""

from sqlite_utils import Database

from review_desk.store.connection import query


def kept_groups(db: Database, batch: str) -> frozenset[str]:
    """The keys of the groups of a batch that somebody refused to split off."""
    return frozenset(
        row["key"] for row in query(db, "SELECT key FROM kept_group WHERE batch_id = ?", (batch,))
    )
