"""What the export's tests have to show: a case in made-up formats, and records."""

from __future__ import annotations

from dataclasses import replace

from console.cases.case import Case, CaseContext
from console.cases.code import Language
from console.core.errors import UserFacingError
from console.core.events import Event, EventKind
from console.core.record import AttemptRecord, Outcome
from console.ui.export.made import Choices, ExportText, Made
from tests.fakes import START
from tests.ui.fakes_ui import header

CONTEXT = CaseContext(
    program_version="1.2.3",
    python_version="3.11.7",
    platform="Linux",
    time_zone="UTC",
    exported_at=START,
)
RECORD = header(
    "1", username="alice.a", ticket="CS-48213", outcome=Outcome.FAILED, withheld={"password": 1}
)
JSON = ExportText(name="json", title="JSON", suffix=".json", text='{\n  "a": 1\n}\n')
MARKDOWN = ExportText(name="md", title="Markdown", suffix=".md", text="**Tried** <b>this</b>\n")
PROBLEM = UserFacingError("Not offered.", "It holds a secret.", "Look at the ticket.")


def sent(record: AttemptRecord = RECORD) -> AttemptRecord:
    """The same with its first call on the timeline."""
    call = Event(
        seq=1,
        at=START,
        offset_ms=0.0,
        kind=EventKind.CALL_STARTED,
        step=1,
        withheld={},
        data={
            "operation": "AdminInitiateAuth",
            "request": {
                "UserPoolId": record.user_pool_id,
                "ClientId": record.client_id,
                "AuthParameters": {"USERNAME": record.username, "PASSWORD": "‹withheld›"},
            },
        },
    )
    return replace(record, events=(call,))


def made(
    *found: ExportText,
    record: AttemptRecord = RECORD,
    choices: Choices | None = None,
    codes: bool = True,
) -> Made:
    """Texts of the record, as they might be."""
    return Made(
        case=Case.from_record(record, CONTEXT),
        choices=choices or Choices(),
        texts=found or (JSON, MARKDOWN),
        codes={Language.AWS_CLI: "aws …\n", Language.CSHARP: "var …\n"} if codes else {},
    )
