"""A panel that scrolls when it is higher than its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget


class ScrolledPanel(QScrollArea):
    """Scrolls one panel up and down; its width is the column's."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        panel.setProperty("surface", "true")
        panel.setParent(self.viewport())
        self._panel = panel
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

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
        layout = self._panel.layout()
        if layout is None or self.widget() is not self._panel:
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
        if self.widget() is not self._panel:
            self.setWidget(self._panel)
        super().showEvent(event)
