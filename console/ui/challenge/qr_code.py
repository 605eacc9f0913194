"""A QR code, drawn module by module: black on white whatever the theme, or no camera reads it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.core.secret import Secret

MODULE_PX = 4  # the least that a phone reads at an arm's length
_LONGEST = 271  # bytes of version 10 with the least correction; more take too long to try
LARGEST_VERSION = 10  # 57 modules and the quiet zone: they fit the column at its narrowest
QUIET_MODULES = 4


class QrCode(QWidget):
    """As large as its modules need. Forgets its text: only the picture is kept, until `clear`."""

    def __init__(self, *, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._rows: tuple[bytes, ...] = ()

    def show_text(self, text: Secret) -> bool:
        """Draws `text`; False when it is too long to be drawn here."""
        self._rows = _modules(text)
        self.updateGeometry()
        self.update()
        return bool(self._rows)

    def clear(self) -> None:
        """Forgets the picture."""
        self._rows = ()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = len(self._rows) * MODULE_PX
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(QRect().topLeft(), self.sizeHint()), Qt.GlobalColor.white)
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(
                        x * MODULE_PX, y * MODULE_PX, MODULE_PX, MODULE_PX, Qt.GlobalColor.black
                    )


def _modules(text: Secret) -> tuple[bytes, ...]:
    """One byte a module, 1 is dark, with the quiet zone; none when there would be too many."""
    if len(text.reveal().encode("utf-8", "surrogatepass")) > _LONGEST:
        return ()
    import segno  # here: the window opens without it
    from segno.encoder import DataOverflowError

    try:
        code = segno.make(text.reveal(), error="l", micro=False)
    except DataOverflowError:
        return ()
    if not isinstance(code.version, int) or code.version > LARGEST_VERSION:
        return ()
    return tuple(bytes(row) for row in code.matrix_iter(border=QUIET_MODULES))
