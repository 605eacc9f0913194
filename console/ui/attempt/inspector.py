"""The inspector: what is known of the selected line, in five tabs, all of it plain text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.core.telling import State
from console.ui.attempt.inspector_facts import (
    Inspected,
    Page,
    raw_text,
    request_text,
    response,
    summary,
    wire,
)
from console.ui.parts.facts_table import FactsTable
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.plain_text import PlainText
from console.ui.parts.widget_state import restyle
from console.ui.theme import Theme

_NOTHING = "Select a line of the timeline to see its request, its answer and the wire."
_NO_REQUEST = "This line stands for no call, so it has no request."


class PageView(QScrollArea):
    """A code, a text and a table below each other; or one sentence where there is nothing."""

    def __init__(self, *, theme: Theme, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}Page")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("surface", "true")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        self.setWidget(inner)  # while it is empty: that measures it, and so styles all in it
        self.code = PlainText(name=f"{name}Code", title=f"{title}: code", fit=True)
        self.text = PlainText(name=f"{name}Text", title=f"{title}: text", fit=True)
        self.table = FactsTable(theme=theme, name=f"{name}Facts", title=f"{title}: facts")
        self.empty = PlainLabel(role="muted", name=f"{name}Empty")
        for widget in (self.empty, self.code, self.text):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self.table)
        column.addStretch(1)

    def show_page(self, page: Page, state: State) -> None:
        """Shows the page; the code in the colour of `state`."""
        restyle(self.code, "state", str(state))
        for widget, text in ((self.code, page.code), (self.text, page.text)):
            widget.setVisible(bool(text))
            widget.show_text(text)
        self.table.setVisible(bool(page.facts))
        self.table.show_facts(page.facts, page.headings)
        self.empty.setVisible(bool(page.empty))
        self.empty.show_text(page.empty)


class TextView(QWidget):
    """A long text, or one sentence where there is none."""

    def __init__(self, *, name: str, title: str) -> None:
        super().__init__()
        self.setProperty("surface", "true")
        self.text = PlainText(name=f"{name}Text", title=title)
        self.empty = PlainLabel(role="muted", name=f"{name}Empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self.text, 1)
        column.addWidget(self.empty, 1)

    def show_text(self, text: str, *, empty: str) -> None:
        """Shows the text, or the sentence `empty` where there is none."""
        self.text.show_text(text)
        self.text.setVisible(bool(text))
        self.empty.show_text(empty)
        self.empty.setVisible(not text)


class Inspector(QFrame):
    """Shows one line of the timeline."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._build_ui()
        self.clear()

    def show_inspected(self, seen: Inspected) -> None:
        """Shows the line; tab and place in the texts stay as they are."""
        state = seen.row.state if seen.call is None else seen.call.state
        self._summary.show_page(summary(seen), state)
        self._request.show_text(request_text(seen), empty=_NO_REQUEST)
        self._response.show_page(response(seen), state)
        self._wire.show_page(wire(seen), state)
        self._raw.show_text(raw_text(seen), empty="")

    def clear(self) -> None:
        """No line is selected."""
        for page in (self._summary, self._response, self._wire):
            page.show_page(Page(empty=_NOTHING), State.PLAIN)
        for text in (self._request, self._raw):
            text.show_text("", empty=_NOTHING)

    def _build_ui(self) -> None:
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setProperty("surface", "true")
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("inspectorTabs")
        self._tabs.setProperty("line", "top")
        self._tabs.tabBar().setExpanding(False)
        self._tabs.tabBar().setAccessibleName("Inspector")
        self._summary = PageView(theme=self._theme, name="summary", title="Summary")
        self._request = TextView(name="request", title="Request, masked")
        self._response = PageView(theme=self._theme, name="response", title="Response")
        self._wire = PageView(theme=self._theme, name="wire", title="Wire")
        self._raw = TextView(name="raw", title="Event as it is kept")
        for title, page in (
            ("Summary", self._summary),
            ("Request", self._request),
            ("Response", self._response),
            ("Wire", self._wire),
            ("Raw", self._raw),
        ):
            self._tabs.addTab(page, title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tabs)
