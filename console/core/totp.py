"""Time-based codes from a seed, by pyotp; the seed is checked before the first use."""

from __future__ import annotations

import binascii
import re
from datetime import datetime

import pyotp

from console.core.errors import UserFacingError
from console.core.secret import Secret

STEP_S = 30


def totp_code(seed: Secret, at: datetime) -> Secret:
    """The six digits for the aware time `at`; UserFacingError when the seed is not base32."""
    text = re.sub(r"[\s\-]", "", seed.reveal()).upper()
    try:
        return Secret(pyotp.TOTP(text).at(at))
    except (binascii.Error, ValueError) as error:
        raise UserFacingError(
            "The TOTP seed is not a base32 text.",
            "A seed has the letters A to Z and the digits 2 to 7 only.",
            "Copy it again from where the authenticator app was set up.",
        ) from error
