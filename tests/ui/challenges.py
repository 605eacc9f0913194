"""Challenges as the wizard gets them, and what is around them."""

from __future__ import annotations

import json
from dataclasses import replace

from console.core.conversation.challenges import (
    APP_FIELDS,
    EMAIL_FIELDS,
    Challenge,
    Stage,
    answer_fields,
    setup_choices,
    shown_parameters,
)
from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.core.secret import Secret
from console.ui.challenge.challenge_panel import Setting
from tests.fakes import profile, refusal

SEED = Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
KEY = Secret("MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LKABCD")
WRONG = refusal("CodeMismatchException", "Invalid code received for user")
OPTIONS = json.dumps({"challenge": "dGVzdA", "rpId": "auth.example.com", "timeout": 180000})
CREDENTIAL = json.dumps(
    {
        "id": "a",
        "rawId": "a",
        "type": "public-key",
        "response": {"clientDataJSON": "x", "authenticatorData": "y", "signature": "z"},
    }
)
KNOWN = PoolSettings(
    password_policy=PasswordPolicy(minimum_length=8, require_numbers=True, require_symbols=True),
    attribute_types=(("custom:tenant", "Number"), ("birthdate", "String")),
)


def asked(
    name: str,
    parameters: dict[str, str] | None = None,
    available: tuple[str, ...] = (),
    **more: object,
) -> Challenge:
    """A challenge with the fields that its name asks for."""
    given = parameters or {}
    made = {
        "name": name,
        "fields": answer_fields(name, given, available),
        "number": 1,
        "parameters": shown_parameters(name, given),
    }
    return Challenge(**(made | more))  # type: ignore[arg-type]


def setting(**changes: object) -> Setting:
    """What is around a challenge of alice in the shop's pool."""
    made = {
        "username": "alice",
        "profile": profile(),
        "confidential": False,
        "totp_seed": None,
        "outbox": False,
        "password_known": False,
        "shown": lambda text: text,
    }
    return Setting(**(made | changes))  # type: ignore[arg-type]


OFFERED = {"MFAS_CAN_SETUP": '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]'}
CHOOSE = asked("MFA_SETUP", OFFERED, stage=Stage.CHOOSE, setup_choices=setup_choices(OFFERED))
APP = replace(
    CHOOSE,
    stage=Stage.APP,
    fields=APP_FIELDS,
    operation="VerifySoftwareToken",
    secret_code=KEY,
)
EMAIL = replace(CHOOSE, stage=Stage.EMAIL, fields=EMAIL_FIELDS)
TOTP = asked("SOFTWARE_TOKEN_MFA")
SMS = asked("SMS_MFA", medium="SMS", destination="+*******1234")
PASSKEY = asked("WEB_AUTHN", {"CREDENTIAL_REQUEST_OPTIONS": OPTIONS}, options=OPTIONS)
DEVICE = asked("DEVICE_SRP_AUTH")
UNKNOWN = asked("FACE_SCAN_2030", {"SCAN_URL": "https://example.com", "USERNAME": "u-1"})
NEW_PASSWORD = asked("NEW_PASSWORD_REQUIRED", {"requiredAttributes": '["name"]'})
