"""The height of a dialog whose texts wrap: Qt's own guess is for another width."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def fit_height(dialog: QDialog) -> None:
    """Makes the dialog as high as its layout needs at the width that it has."""
    layout = dialog.layout()
    if layout is None:
        return
    dialog.ensurePolished()
    layout.activate()
    width = max(dialog.width(), layout.minimumSize().width())
    needed = layout.totalHeightForWidth(width)
    dialog.resize(width, needed if needed > 0 else layout.sizeHint().height())
