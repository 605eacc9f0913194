"""Watches for a Qt binding that loses references to True and None, and so aborts in time."""

import sys

import PySide6
from PySide6.QtCore import QObject, Signal

CALLS = 50


class _Bell(QObject):
    rung = Signal()


def test_emit_and_parent_keep_the_references_of_true_and_none() -> None:
    bell = _Bell()
    before = (sys.getrefcount(True), sys.getrefcount(None))
    for _ in range(CALLS):
        bell.rung.emit()
        bell.parent()
    after = (sys.getrefcount(True), sys.getrefcount(None))
    lost = [was - now for was, now in zip(before, after, strict=True)]
    assert max(lost) < CALLS // 2, f"references lost to {CALLS} calls (True, None): {lost}"


def test_the_binding_is_the_version_that_was_found_sound() -> None:
    # From Python 3.12 on True and None are immortal and the count says nothing.
    assert PySide6.__version__ == "6.11.3"
