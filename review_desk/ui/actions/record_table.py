"""Everything a person can do about the record of the desk."""

from review_desk.ui.actions import record_handlers as do
from review_desk.ui.actions.action import Action

RECORD = (
    Action("desk.audit", "Audit: who did what, when and why…", ("Ctrl+Shift+A",), do.open_audit),
    Action("desk.sidecars", "Write verdicts into XMP sidecars…", ("Ctrl+Alt+X",), do.ask_sidecars),
    Action("seal.files", "Check the files of this batch against its seal", (), do.check_sealed_files),
    Action("seal.now", "Seal this batch as it stands", (), do.seal_now),
)
