"""Time-based codes from a seed, by pyotp; the seed is checked before the first use."""

from __future__ import annotations

import re
from datetime import datetime
from typing import ClassVar

import pyotp

from console.core.errors import UserFacingError
from console.core.secret import Secret


class _Totp(pyotp.TOTP):
    """SecretCodeType has 16 characters or more, which are 80 bits; pyotp would ask for 112."""

    min_secret_length_bits: ClassVar[int] = 80


def totp_code(seed: Secret, at: datetime) -> Secret:
    """The six digits for the aware time `at`; UserFacingError when the seed cannot be one."""
    text = re.sub(r"[\s\-]", "", seed.reveal()).upper()
    try:
        return Secret(_Totp(text).at(at))
    except ValueError as error:
        raise UserFacingError(
            "The TOTP seed cannot be used.",
            "A seed is a base32 text of 16 characters or more: letters A to Z and digits 2 to 7.",
            "Copy it again, whole, from where the authenticator app was set up.",
        ) from error
