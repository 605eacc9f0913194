"""Every failure of the fault table has a cause that `explain` and `investigate` name."""

from __future__ import annotations

import pytest

from tests.core.diagnosis.rules.refusals import first, refused
from tests.core.diagnosis.situations import situation
from tests.faults.attempts import NONE
from tests.faults.table import rows

_NO_CAUSE = {NONE, "UNKNOWN"}


@pytest.mark.parametrize("entry", sorted({row.classification for row in rows()} - _NO_CAUSE))
def test_each_has_a_cause(entry: str) -> None:
    assert first(refused(situation(), entry))[0]
