from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.core.errors import UserFacingError
from console.core.secret import Secret
from console.core.totp import totp_code

# RFC 6238's SHA-1 seed "12345678901234567890" in base32.
RFC_SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804")])
def test_vectors_of_rfc_6238(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp_code(Secret(RFC_SEED), at).reveal() == code
    assert totp_code(Secret("gezd gnbv gy3t qojq GEZD-GNBV-GY3T-QOJQ"), at).reveal() == code


def test_the_shortest_seed_that_the_api_allows() -> None:
    assert totp_code(Secret("JBSWY3DPEHPK3PXP"), datetime.fromtimestamp(0, UTC)).reveal().isdigit()


@pytest.mark.parametrize("seed", ["not-base32-1!", "", "JBSWY3DP", "JBSWY3DPEHPK3PX8"])
def test_a_bad_seed_is_told_without_showing_it(seed: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        totp_code(Secret(seed), datetime.now(UTC))
    assert "16 characters" in caught.value.detail
    assert not seed or seed not in caught.value.sentence()
