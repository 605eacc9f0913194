"""Before sending: a look-up of the user, and what the request as it stands would give."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from console.core.text import visible
from console.ui.attempt.sections import facts_grid, head
from console.ui.evidence.findings_list import FindingsList
from console.ui.evidence.forecast_lines import (
    Foreseen,
    LegForecast,
    certainty,
    forecast_facts,
    refusals_words,
)
from console.ui.evidence.gather_box import GatherBox
from console.ui.evidence.lookup import Lookup
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown

_TEXT_LIMIT = 600
_IN_THE_WAY = "In the way, likeliest first"


class ForecastNote(QWidget):
    """Never sends a sign-in."""

    look_up_requested = Signal()
    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("forecastNote")
        self.setAccessibleName("Forecast")
        self._foreseen: Foreseen | None = None
        self._box = GatherBox(
            name="lookUpLink", first="Look up first", again="Look up again", link=True
        )
        self._refusals = PlainLabel(role="warning", name="recentRefusals")
        self._refusals.hide()
        self._legs = QWidget()
        self._findings = FindingsList(open_first=False)
        self._in_the_way = head(_IN_THE_WAY)
        self._in_the_way.setContentsMargins(0, 8, 0, 0)
        self._frame = QFrame()
        self._frame.setObjectName("forecastFrame")
        self._frame.setProperty("sunken", "true")
        self._frame.hide()
        self._column = QVBoxLayout(self._frame)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(4)
        for part in (self._legs, self._in_the_way, self._findings):
            self._column.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self._box, self._refusals, self._frame):
            layout.addWidget(part)
        self._box.gather_requested.connect(self.look_up_requested)
        self._box.stop_requested.connect(self.stop_requested)

    def set_enabled(self, enabled: bool) -> None:
        """Whether a look-up can begin now."""
        self._box.set_enabled(enabled)

    def show_foreseen(
        self, lookup: Lookup, foreseen: Foreseen | None, failures_seen: int = 0
    ) -> None:
        """How far the look-up is, and the forecast that rests on it.

        Without a forecast the refusals of the last minutes are said by themselves.
        """
        self._box.show_lookup(lookup)
        self._refusals.show_text(refusals_words(failures_seen))
        set_shown(self._refusals, foreseen is None and failures_seen > 0)
        set_shown(self._frame, foreseen is not None)
        if foreseen == self._foreseen:
            return
        self._foreseen = foreseen
        self._replace_legs(foreseen)
        found = () if foreseen is None else foreseen.in_the_way
        set_shown(self._in_the_way, bool(found))
        self._findings.show_findings(found)
        self._set_tab_order()

    def _replace_legs(self, foreseen: Foreseen | None) -> None:
        old, self._legs = self._legs, QWidget()
        column = QVBoxLayout(self._legs)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if foreseen is not None:
            for leg in foreseen.legs:
                named = len(foreseen.legs) > 1
                _add_leg(column, leg, foreseen.failures_seen, named=named)
        self._column.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._column.insertWidget(0, self._legs)
        if self._frame.isVisible():  # now, not when the layout comes to it
            self._legs.show()

    def _set_tab_order(self) -> None:
        controls = (*self._box.controls, *self._findings.controls)
        for first, second in pairwise(controls):
            QWidget.setTabOrder(first, second)


def _add_leg(column: QVBoxLayout, leg: LegForecast, failures_seen: int, *, named: bool) -> None:
    words, tone = certainty(leg.forecast)
    column.addWidget(head(f"Forecast of the {leg.path} path" if named else "Forecast"))
    expects = visible(leg.forecast.expects, _TEXT_LIMIT)
    column.addWidget(PlainLabel(expects, role="bold", name="forecastExpects"))
    sure = PlainLabel(words, role="small", name="forecastCertainty")
    sure.setProperty("tone", tone)
    column.addWidget(sure)
    said = forecast_facts(leg.forecast, failures_seen, pool_read=leg.pool_read)
    column.addLayout(facts_grid(said))
