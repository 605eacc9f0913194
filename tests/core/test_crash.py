from __future__ import annotations

from console.core.crash import masked_report


def test_a_report_has_classes_and_places_and_no_text() -> None:
    def fails() -> None:
        password = "hunter2"
        try:
            int(password)
        except ValueError as error:
            raise RuntimeError(password) from error

    try:
        fails()
    except RuntimeError as error:
        report = masked_report(error)
    assert "RuntimeError" in report
    assert "ValueError" in report
    assert "test_crash.py" in report
    assert "in fails" in report
    assert "hunter2" not in report
    assert "/home" not in report
