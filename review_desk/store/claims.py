"""Reading who holds which photo."""

from sqlite_utils import Database

from review_desk.domain.deadline import moment
from review_desk.domain.queue import Claim
from review_desk.store.connection import StoreTrouble, query


def claims(db: Database) -> dict[str, Claim]:
    """Every claim by photo, those whose lease is over included."""
    return {row["photo_id"]: _claim(row) for row in query(db, "SELECT * FROM claim")}


def _claim(row: dict[str, str]) -> Claim:
    at, until = moment(row["at"]), moment(row["until"])
    if at is None or until is None:
        raise StoreTrouble(f"This desk is damaged: the claim on {row['photo_id']} has no time.")
    return Claim(row["photo_id"], row["person"], at, until)
