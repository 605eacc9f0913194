"""What is said before, and all of it as text."""

from __future__ import annotations

from console.core.diagnosis.connection_check import CheckStatus, check
from console.core.profile import ProfileKind
from console.ui.doctor.words import before, to_text
from tests.fakes import profile


def test_before_it_is_said_what_is_asked() -> None:
    assert "GetCallerIdentity" not in before(None)
    assert "region of the AWS configuration" in before(None)
    assert "“Contoso shop” has it, and GetCallerIdentity is asked." in before(profile())
    room = before(profile(kind=ProfileKind.PRACTICE, name="Practice pool"))
    assert "on this machine" in room
    assert "GetCallerIdentity" not in room
    assert "\\u202e" in before(profile(name="x\u202e"))


def test_as_text() -> None:
    checks = [check("DNS", CheckStatus.OK, "Good."), check("TLS", CheckStatus.WARN, "Odd.", "Ask.")]
    assert to_text(None, "1.2.3", checks).splitlines() == [
        "Check of a workstation, sign-in console 1.2.3",
        "",
        "ok      DNS: Good.",
        "warn    TLS: Odd.",
        "        next: Ask.",
    ]
    assert to_text(profile(), "1.2.3", []).startswith(
        "Check of a workstation, sign-in console 1.2.3, profile “Contoso shop”\n"
    )
