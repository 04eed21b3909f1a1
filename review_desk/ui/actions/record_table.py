"""Everything a person can do about the record of the desk."""

from review_desk.ui.actions import record_handlers as do
from review_desk.ui.actions.action import Action

RECORD = (Action("desk.audit", "Audit: who did what, when and why…", ("Ctrl+Shift+A",), do.open_audit),)
