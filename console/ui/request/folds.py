"""A row of link-like toggles; what each hides opens below the row."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console.ui.parts.flow_row import FlowRow
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown

_CLOSED, _OPEN = "▸", "▾"


class Folds(QWidget):
    """Parts of a form that are seldom needed; a number says how much is set in a closed one."""

    def __init__(self) -> None:
        super().__init__()
        self._titles: dict[str, str] = {}
        self._toggles: dict[str, QPushButton] = {}
        self._bodies: dict[str, QWidget] = {}
        self._counts: dict[str, int] = {}
        self._away: set[str] = set()
        self._row = FlowRow(gap=8, line_gap=4)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._row)

    def add(self, name: str, title: str, body: QWidget) -> None:
        """Adds a closed fold; its toggle's object name is `name` + "Fold"."""
        toggle = QPushButton()
        toggle.setObjectName(f"{name}Fold")
        toggle.setProperty("quiet", "true")
        toggle.setCheckable(True)
        toggle.toggled.connect(lambda _: self._follow(name))
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 4)
        inner.setSpacing(4)
        inner.addWidget(PlainLabel(title, role="head"))
        inner.addWidget(body)
        self._titles[name], self._toggles[name], self._bodies[name] = title, toggle, holder
        self._counts[name] = 0
        self._row.add(toggle)
        self._column.addWidget(holder)
        self._follow(name)

    def set_count(self, name: str, count: int) -> None:
        """How many things are set in the fold, shown behind its title."""
        self._counts[name] = count
        self._follow(name)

    def set_offered(self, name: str, offered: bool) -> None:
        """A fold that is not offered is not seen; it stays open or closed as it was."""
        (self._away.discard if offered else self._away.add)(name)
        self._row.set_offered(self._toggles[name], offered)
        self._follow(name)

    def open(self, name: str) -> None:
        """Opens the fold, as a click does."""
        self._toggles[name].setChecked(True)

    def holder_of(self, widget: QWidget) -> str | None:
        """The name of the fold that `widget` is in."""
        for name, body in self._bodies.items():
            if body.isAncestorOf(widget):
                return name
        return None

    def _follow(self, name: str) -> None:
        toggle, count = self._toggles[name], self._counts[name]
        title = f"{self._titles[name]} ({count})" if count else self._titles[name]
        toggle.setText(f"{_OPEN if toggle.isChecked() else _CLOSED} {title}")
        toggle.setAccessibleName(title)
        set_shown(self._bodies[name], toggle.isChecked() and name not in self._away)
