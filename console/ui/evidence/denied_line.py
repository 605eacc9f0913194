"""What a denied call lacks, and what somebody else may run or open in its place."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.core.diagnosis.evidence import Probe
from console.core.diagnosis.ready_queries import ReadyQuery
from console.ui.evidence.lookup_words import missing_words
from console.ui.parts.copy_link import CopyLink
from console.ui.parts.elided_label import ElidedLabel
from console.ui.parts.flow_row import FlowRow
from console.ui.parts.tooltip import plain_tooltip
from console.ui.parts.web_page import is_aws_page, open_page

_GAP_PX = 12


class DeniedLine(FlowRow):
    """The missing action, and two quiet links where there is a query."""

    def __init__(self, operation: str) -> None:
        super().__init__(gap=_GAP_PX, line_gap=0)
        self._link = ""
        self._action = ElidedLabel(name=f"missing{operation}", role="hint")
        self._copy = CopyLink(
            "Copy query", name=f"copyQuery{operation}", what=f"Copy the query for {operation}"
        )
        self._insights = CopyLink(
            "Insights query",
            name=f"copyInsights{operation}",
            what=f"Copy the query of Logs Insights for {operation}",
        )
        self._open = QPushButton("Open page")
        self._open.setObjectName(f"openPage{operation}")
        self._open.setAccessibleName(f"Open the page of AWS for {operation}")
        self._open.setProperty("link", "true")
        self._open.setAutoDefault(False)
        self._open.clicked.connect(lambda: open_page(self._link))
        self._links = QWidget()  # which go on in a new line together
        row = QHBoxLayout(self._links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP_PX)
        for link in self.controls:
            row.addWidget(link)
        for widget in (self._action, self._links):
            self.add(widget)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What the keyboard comes to, in its order."""
        return (self._copy, self._insights, self._open)

    def show_denied(self, probe: Probe, query: ReadyQuery | None) -> None:
        """What was denied."""
        self._action.show_text(missing_words(probe), tip=probe.reason)
        self.set_offered(self._links, query is not None)
        self._insights.setVisible(query is not None and query.query is not None)
        link = "" if query is None or query.link is None else query.link
        self._link = link if is_aws_page(link) else ""
        self._open.setVisible(bool(self._link))
        self._open.setToolTip(plain_tooltip(self._link))
        if query is not None:
            self._copy.set_text_to_copy(query.command)
            self._insights.set_text_to_copy(query.query or "")
