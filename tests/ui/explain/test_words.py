"""The words of the dialog and of its copy."""

from __future__ import annotations

from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.pasted import findings
from console.core.secret import WITHHELD
from console.ui.explain.words import NOTHING_FOUND, count_sentence, facts, place, to_text

CODE = "CodeMismatchException: Invalid code received for user"


def test_what_is_copied_explains_and_shows_no_secret(classifier: Classifier) -> None:
    log = f"noise of another line\n{CODE}\n\npassword=Sup3r-Hush-1! UserNotConfirmedException: x\n"
    copied = to_text(findings(classifier, log))
    assert copied.startswith("2 errors found.\n\nCodeMismatchException (line 2, column 1)\n")
    assert "> CodeMismatchException: Invalid code received for user\n" in copied
    assert "Who acts: the user" in copied
    assert "Causes, likeliest first:\n• " in copied
    assert "Next steps:\n1. " in copied
    assert "Sup3r" not in copied
    assert f"> {WITHHELD}\n" in copied
    assert "noise" not in copied


def test_how_many_there_are(classifier: Classifier) -> None:
    (one,) = findings(classifier, CODE)
    assert count_sentence([]) == NOTHING_FOUND
    assert count_sentence([one]) == "1 error found."
    assert count_sentence([one] * 3) == "3 errors found."
    assert "1000 errors found; what comes after" in count_sentence([one] * 1000)


def test_place_and_facts(classifier: Classifier) -> None:
    (one,) = findings(classifier, f"\n  {CODE}")
    assert place(one) == "line 2, column 3"
    assert [name for name, _ in facts(one)] == ["Who acts", "Lockout", "Retry", "Recognised"]
    assert all(value for _, value in facts(one))
