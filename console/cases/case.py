"""A case: one attempt as it may leave this machine, made from an allowlist of typed fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from console.cases.self_check import SelfCheck
from console.core.diagnosis.classification import Classification
from console.core.events import Event
from console.core.masking import LiveSecrets
from console.core.record import AttemptRecord, LegRecord, Step, TokensLeft

if TYPE_CHECKING:
    from console.cases.case_diagnosis import Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContext:
    """What a reader of the ticket needs to know of the program; no name of machine or account."""

    program_version: str
    python_version: str
    platform: str
    time_zone: str
    exported_at: datetime
    sdk_version: str = ""  # of botocore, which makes and signs the requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Every text in it is safe to show; `user` is a label, None where no name was given.

    `outcome` is None for an attempt that did not end: it still ran, or the program stopped.
    `after` are the calls that followed the outcome, `legs` the ends of both paths where both were
    tried, `tokens_left` says how long the tokens that were won are good (None where none were).
    `withheld` counts by kind what was there and is not here. `clock_skew_s` is this machine ahead
    of the service; None where the two were not seen to differ.
    """

    context: CaseContext
    attempt_id: str
    started_at: datetime
    ended_at: datetime | None
    duration_ms: float | None
    profile_name: str
    profile_kind: str
    region: str
    user_pool_id: str
    client_id: str
    endpoint: str | None
    user: str | None
    auth_flow: str
    path: str
    ticket: str | None
    simulated: bool
    outcome: str | None
    reason: str
    challenges: tuple[str, ...]
    classification: Classification | None
    steps: tuple[Step, ...]
    after: tuple[Step, ...]
    legs: tuple[LegRecord, ...]
    tokens_left: TokensLeft | None
    events: tuple[Event, ...]
    events_recorded: int
    withheld: Mapping[str, int]
    clock_skew_s: float | None = None
    diagnosis: Diagnosis | None = None
    names_shown: bool = False
    ids_shown: bool = True
    # What the finished file is searched for; no part of the case.
    self_check: SelfCheck = field(default_factory=SelfCheck, repr=False, compare=False)

    @classmethod
    def from_record(
        cls,
        record: AttemptRecord,
        context: CaseContext,
        *,
        names: bool = False,
        ids: bool = True,
        diagnosis: Diagnosis | None = None,
        live: LiveSecrets | None = None,
    ) -> Case:
        """The case of `record`, which must have its events.

        `names` leaves names as they are, `ids` those of pool and client. With `live`, the
        attempt's secrets, the finished file is searched for them.
        """
        from console.cases.making import make_case  # the window shows itself before it is needed

        return make_case(record, context, names=names, ids=ids, diagnosis=diagnosis, live=live)

    @classmethod
    def of_shown(
        cls,
        shown: AttemptRecord,
        context: CaseContext,
        *,
        events_recorded: int,
        clock_skew_s: float | None,
        diagnosis: Diagnosis | None,
        names_shown: bool,
        ids_shown: bool,
    ) -> Case:
        """The case of a record that has nothing to hide any more: one that was read from a case."""
        return cls(
            **{name: getattr(shown, name) for name in _SAME},
            profile_kind=str(shown.profile_kind),
            user=shown.username or None,
            outcome=None if shown.outcome is None else str(shown.outcome),
            withheld={kind: n for kind, n in sorted(shown.withheld.items()) if n},
            context=context,
            events_recorded=events_recorded,
            clock_skew_s=clock_skew_s,
            diagnosis=diagnosis,
            names_shown=names_shown,
            ids_shown=ids_shown,
        )


# What a case has of a record as it is there.
_SAME = (
    "attempt_id", "started_at", "ended_at", "duration_ms", "profile_name", "region",
    "user_pool_id", "client_id", "endpoint", "auth_flow", "path", "ticket", "simulated",
    "reason", "challenges", "classification", "steps", "after", "legs", "tokens_left", "events",
)  # fmt: skip
