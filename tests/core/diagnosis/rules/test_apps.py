from __future__ import annotations

from dataclasses import replace

import pytest

from console.core.diagnosis.classification import Act
from console.core.diagnosis.findings import CAUSES, find
from tests.core.diagnosis.rules.refusals import first, refused
from tests.core.diagnosis.situations import situation


@pytest.mark.parametrize("entry", ["LB01", "LB04", "LB08", "LB11", "LB13", "WR02"])
def test_what_the_app_s_own_library_says(entry: str) -> None:
    assert first(refused(situation(), entry)) == ("app_library", True)


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("AC01", "permission_missing"),
        ("AC03", "credentials_expired"),
        ("AC04", "credentials_refused"),
        ("BC01", "credentials_missing"),
        ("AC07", "clock_skew"),
        ("LB05", "network_unreachable"),
        ("LB14", "network_unreachable"),
        ("LB20", "network_unreachable"),
        ("BC31", "tls_not_trusted"),
        ("NC01", "proxy_between"),
    ],
)
def test_what_the_app_met_is_not_told_of_this_workstation(entry: str, cause: str) -> None:
    ours = refused(situation(), entry)
    assert find(ours)[0].title == CAUSES[cause].title
    theirs = find(replace(ours, seen_elsewhere=True))[0]
    assert (theirs.id, theirs.decided) == (cause, True)
    assert "app" in theirs.title
    assert theirs.act == (Act.CUSTOMER_DEVELOPER, Act.CUSTOMER_ADMIN)
    said = f"{theirs.title} {theirs.next_step} {theirs.for_customer} {theirs.for_admin}"
    assert "support desk" not in said
    assert "this machine" not in said
    assert "Nothing to do on your side" not in said
    assert (theirs.remedy is not None) == (cause == "permission_missing")
