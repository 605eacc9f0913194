"""The right column: steps, outcome, timeline, diagnosis and inspector of one attempt."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from console.core.attempt import Attempt
from console.core.diagnosis.evidence import Evidence
from console.core.events import Event, EventKind
from console.core.record import AttemptRecord, Outcome
from console.core.telling import State
from console.core.text import visible
from console.ui.attempt.diagnosis_panel import EMPTY, RUNNING, DiagnosisPanel
from console.ui.attempt.diagnosis_words import Diagnosis, Standing, diagnose
from console.ui.attempt.inspector import Inspector
from console.ui.attempt.inspector_facts import inspect
from console.ui.attempt.outcome_banner import OutcomeBanner
from console.ui.attempt.step_pills import StepPills
from console.ui.attempt.step_strip import StepStrip
from console.ui.attempt.tokens_panel import Following, TokensPanel
from console.ui.attempt.tokens_words import TokenStory
from console.ui.evidence.findings_panel import Explained
from console.ui.theme import Theme
from console.ui.timeline.event_feed import BATCH, EventFeed
from console.ui.timeline.filter_row import FilterRow
from console.ui.timeline.model import TimelineModel
from console.ui.timeline.rows import Row
from console.ui.timeline.table_notice import TableNotice
from console.ui.timeline.view import TimelineView

_LOWER_PX = 352
_HALF = 1000  # of any whole: only the ratio counts
_CLOCK_MS = 250
_NOTHING_YET = "Nothing has run yet. Fill in the request and sign in once."
_WAITING = "Waiting for Cognito…"
_NO_MATCH = "No line of this attempt matches."
_UNFINISHED = (
    "The record ends while the attempt was under way. Whether its last try counted is not known."
)


class AttemptView(QWidget):
    """Shows a live attempt as it goes on, or a record; one at a time."""

    refresh_requested = Signal(bool)  # whether by GetTokensFromRefreshToken
    revoke_requested = Signal()
    remember_requested = Signal()
    cancel_requested = Signal()
    evidence_requested = Signal()
    look_again_requested = Signal()  # into CloudTrail alone
    evidence_stop_requested = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._live: Attempt | None = None
        self._record: AttemptRecord | None = None
        self._taken = 0
        self._pills = StepPills()
        self._story = TokenStory()
        self._follow_up: Diagnosis | None = None
        self._explained: Explained | None = None
        self._read: Evidence | None = None
        self._waiting = ""
        self._empty = _NOTHING_YET
        self._clock = QTimer(self)
        self._clock.setInterval(_CLOCK_MS)
        self._since_start = QElapsedTimer()
        self._build_ui()
        self._connect()
        self.clear()

    # What the desk says

    def show_attempt(self, attempt: Attempt) -> None:
        """Shows the attempt from its first event and follows it until another is shown."""
        self._begin()
        self._live = attempt
        self._table.set_follow(follow=True)
        self._feed.follow(attempt.timeline)
        self._since_start.start()
        self._clock.start()
        self._take(list(attempt.timeline.events))

    def catch_up(self) -> None:
        """The live attempt has ended: shows what is queued. Calls that follow are shown too."""
        live = self._live
        if live is not None:
            self._feed.follow(live.timeline)  # which drops the queue
            self._take(list(live.timeline.since(self._taken)))
            self._refresh()

    def show_following(self, following: Following | None) -> None:
        """What may be done with the tokens of the live attempt."""
        self._tokens.show_following(following)

    def show_follow_up(self, diagnosis: Diagnosis | None) -> None:
        """What is to be said of a call after the outcome; None where it went well."""
        self._follow_up = diagnosis
        self.catch_up()
        if diagnosis is not None:
            self._diagnosis.turn_to(None)
            call = next((row for row in reversed(self._model.all_rows) if row.is_call), None)
            if call is not None:
                self._table.select(call.number)

    def show_explained(self, explained: Explained | None) -> None:
        """What was found of the attempt that is shown; None while it goes on."""
        self._explained = explained
        self._show_explained()

    def show_read(self, evidence: Evidence | None) -> None:
        """What was read before the attempt that is shown, for what its sign-in does not prove."""
        self._read = evidence
        self._show_diagnosis()

    def show_record(self, record: AttemptRecord) -> None:
        """Shows a record. Of the attempt that is shown, selection and place stay as they are."""
        before = self._live or self._record
        if before is None or before.attempt_id != record.attempt_id:
            self._begin()
            self._table.set_follow(follow=False)
        self._feed.stop()  # the record has what is still queued
        self._live, self._record = None, record
        self._clock.stop()
        events = islice(record.events, self._taken, None)
        self._take(list(islice(events, BATCH)))
        self._feed.queue(events)
        if record.outcome is None and not self._feed.waiting:
            self._model.close()
        self._refresh()

    def clear(self, notice: str = _NOTHING_YET) -> None:
        """Nothing is shown, and nothing listened to; `notice` stands in the empty table."""
        self._begin()
        self._empty = notice
        self._refresh()

    def focus_timeline(self) -> None:
        """Puts the keyboard into the table."""
        self._table.setFocus()

    def focus_filter(self) -> None:
        """Puts the keyboard into the filter."""
        self._filter.focus_field()

    # Inside

    def _build_ui(self) -> None:
        self._feed = EventFeed(self)
        self._model = TimelineModel(self)
        self._strip = StepStrip()
        self._banner = OutcomeBanner()
        self._filter = FilterRow()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._strip, self._banner, self._filter):
            layout.addWidget(widget)
        # From the top down: what changes its parent is styled again with everything in it.
        whole = QSplitter(Qt.Orientation.Vertical, self)
        whole.setHandleWidth(1)
        whole.setChildrenCollapsible(False)
        self._table = TimelineView(theme=self._theme, model=self._model, parent=whole)
        self._notice = TableNotice(self._table)
        lower = _Lower(Qt.Orientation.Horizontal, whole)
        lower.setHandleWidth(1)
        lower.setChildrenCollapsible(False)
        self._diagnosis = DiagnosisPanel(theme=self._theme, parent=lower)
        self._tokens = TokensPanel(theme=self._theme)
        self._diagnosis.add_page(self._tokens, "Tokens")
        self._inspector = Inspector(theme=self._theme, parent=lower)
        lower.setSizes([_HALF, _HALF])
        whole.setStretchFactor(0, 1)
        whole.setStretchFactor(1, 0)
        self._table.setMinimumHeight(112)
        lower.setMinimumHeight(160)
        layout.addWidget(whole, 1)

    def _connect(self) -> None:
        self._feed.batch_ready.connect(self._on_batch)
        self._clock.timeout.connect(self._show_time)
        self._filter.filter_changed.connect(self._model.set_filter)
        self._filter.errors_only_changed.connect(self._model.set_errors_only)
        self._filter.follow_changed.connect(self._table.set_follow)
        self._table.follow_changed.connect(self._filter.set_follow)
        self._table.row_selected.connect(self._on_row_selected)
        self._model.errors_changed.connect(self._filter.show_errors)
        self._notice.clear_requested.connect(self._filter.clear)
        self._tokens.refresh_requested.connect(self.refresh_requested)
        self._tokens.revoke_requested.connect(self.revoke_requested)
        self._tokens.remember_requested.connect(self.remember_requested)
        self._tokens.cancel_requested.connect(self.cancel_requested)
        self._banner.why_requested.connect(self._diagnosis.lead_to_findings)
        self._banner.customer_copy_requested.connect(self._diagnosis.copy_for_customer)
        self._banner.admin_copy_requested.connect(self._diagnosis.copy_for_admin)
        self._diagnosis.evidence_requested.connect(self.evidence_requested)
        self._diagnosis.look_again_requested.connect(self.look_again_requested)
        self._diagnosis.evidence_stop_requested.connect(self.evidence_stop_requested)

    def _begin(self) -> None:
        self._feed.stop()
        self._clock.stop()
        self._live = self._record = None
        self._taken = 0
        self._pills = StepPills()
        self._story = TokenStory()
        self._follow_up = None
        self._explained = self._read = None
        self._show_explained()
        self._waiting = ""
        self._tokens.show_following(None)
        self._diagnosis.turn_to(None)
        self._table.forget_selection()
        self._model.load(())

    def _on_batch(self, events: list[Event]) -> None:
        self._take(events)
        record = self._record
        if record is not None and record.outcome is None and not self._feed.waiting:
            self._model.close()

    def _take(self, events: list[Event]) -> None:
        if not events:
            return
        self._taken += len(events)
        self._model.append(events)
        for event in events:
            self._pills.take(event)
            self._story.take(event)
            self._waiting = _waits_for(event) or self._waiting
        ended = any(event.kind is EventKind.ATTEMPT_ENDED for event in events)
        if ended:
            self._select_decisive()
        row = self._table.current
        if row is not None and any(event.step == row.event.step for event in events):
            self._on_row_selected(row)
        if not self._feed.waiting:  # in a long record the strip follows at its end
            self._refresh()
        if ended:
            self._turn_to_tokens()

    def _select_decisive(self) -> None:
        shown = self._live or self._record
        row = self._model.decisive(None if shown is None else shown.outcome)
        if row is not None:
            self._table.select(row.number)

    def _turn_to_tokens(self) -> None:
        """Where the attempt failed, on one of its paths, its diagnosis comes first."""
        shown = self._live or self._record
        if shown is not None and shown.outcome is Outcome.SIGNED_IN and self._show_tokens():
            self._diagnosis.turn_to(self._tokens)

    def _refresh(self) -> None:
        self._strip.show_pills(self._pills.pills)
        self._show_tokens()
        self._show_time()
        self._show_banner()
        self._show_diagnosis()
        self._show_notice()

    def _show_time(self) -> None:
        shown = self._live or self._record
        if shown is None:
            self._strip.clear()
        elif shown.outcome is None and self._live is not None:
            spent = float(self._since_start.elapsed())
            self._strip.show_attempt(shown.attempt_id, spent, exact=False)
        else:
            self._clock.stop()
            self._strip.show_attempt(shown.attempt_id, shown.duration_ms, exact=True)

    def _show_banner(self) -> None:
        shown = self._live or self._record
        if shown is None:
            self._banner.clear()
            return
        simulated = _simulated(shown)
        if shown.outcome is not None:
            self._banner.show_outcome(
                shown.outcome, shown.reason, simulated=simulated, legs=shown.legs
            )
        elif self._live is not None:
            self._banner.show_running(self._waiting or _WAITING, simulated=simulated)
        else:
            self._banner.show_unfinished(_UNFINISHED, simulated=simulated)

    def _show_tokens(self) -> bool:
        """Whether there are any: not before the outcome, when they can be used."""
        shown = self._live or self._record
        came = None
        if shown is not None:
            came = self._story.shown(shown.tokens_left, simulated=_simulated(shown))
        offered = came is not None and shown is not None and shown.outcome is not None
        if shown is not None and offered:
            self._tokens.show_tokens(came, simulated=_simulated(shown))
        self._diagnosis.offer_page(self._tokens, offered=offered)
        return offered

    def _show_diagnosis(self) -> None:
        shown = self._live or self._record
        if shown is None:
            self._diagnosis.show_nothing(EMPTY)
            return
        self._show_explained()
        if self._follow_up is not None:
            self._diagnosis.show_diagnosis(self._follow_up)
            return
        failed = self._model.last_failed()
        found = diagnose(
            Standing(
                outcome=shown.outcome,
                reason=shown.reason,
                classification=shown.classification,
                simulated=_simulated(shown),
                refused=failed is not None and failed.state is State.REFUSED,
                request_id="" if failed is None else failed.request_id,
                path=_path(shown),
                legs=tuple(shown.legs),
                auth_flow=_auth_flow(shown),
                challenges=tuple(shown.challenges),
                evidence=self._read,
            )
        )
        if found is not None:
            self._diagnosis.show_diagnosis(found)
        else:
            self._diagnosis.show_nothing(RUNNING if self._live is not None else _UNFINISHED)

    def _show_explained(self) -> None:
        """Not below what is said of a call after the outcome."""
        explained = None if self._follow_up is not None else self._explained
        self._diagnosis.show_explained(explained)
        self._banner.offer_copies(bool(explained and explained.findings))

    def _on_row_selected(self, row: Row | None) -> None:
        if row is None:
            self._inspector.clear()
        else:
            self._inspector.show_inspected(inspect(self._model.all_rows, row))

    def _show_notice(self) -> None:
        if self._live is None and self._record is None:
            self._notice.show_text(self._empty, clearable=False)
        else:
            self._notice.show_text(_NO_MATCH, clearable=True)


class _Lower(QSplitter):
    """Diagnosis and inspector side by side; as high as the mock-up wants unless dragged."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _LOWER_PX)


def _simulated(shown: Attempt | AttemptRecord) -> bool:
    return shown.plan.profile.simulated if isinstance(shown, Attempt) else shown.simulated


def _path(shown: Attempt | AttemptRecord) -> str:
    return shown.plan.request.path_word if isinstance(shown, Attempt) else shown.path


def _auth_flow(shown: Attempt | AttemptRecord) -> str:
    return str(shown.plan.request.auth_flow if isinstance(shown, Attempt) else shown.auth_flow)


def _waits_for(event: Event) -> str:
    match event.kind:
        case EventKind.CALL_STARTED | EventKind.ANSWER:
            return _WAITING
        case EventKind.CHALLENGE:
            return f"Waiting for the answer to {visible(event.text('name'), 60)}"
        case _:
            return ""
