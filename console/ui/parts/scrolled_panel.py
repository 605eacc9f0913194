"""A panel that scrolls when it is higher than its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget


class ScrolledPanel(QScrollArea):
    """Scrolls one panel up and down; its width is the column's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel: QWidget | None = None
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def take(self, panel: QWidget) -> None:
        """The panel to scroll; cheapest where it was built with the viewport as its parent."""
        panel.setProperty("surface", "true")
        if panel.parentWidget() is not self.viewport():
            panel.setParent(self.viewport())
        self._panel = panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the panel, which QScrollArea watches already."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """No scroll bar for what fits without one: it would itself make texts wrap and not fit."""
        panel = self._panel
        layout = panel.layout() if panel is not None else None
        if layout is None or self.widget() is not panel:
            return
        frame = 2 * self.frameWidth()
        needed = layout.totalHeightForWidth(self.width() - frame)
        fits = needed <= self.height() - frame
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Takes the panel in only now: that measures it, and so styles everything in it.

        Done earlier, it is done again at each change of parent while the window is built.
        """
        if self._panel is not None and self.widget() is not self._panel:
            self.setWidget(self._panel)
        super().showEvent(event)
