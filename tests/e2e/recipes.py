"""Recipes for the practice pool's users, and the environment that holds their secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

NEW_PASSWORD = "Fresh-Start-2026!"


def recipe_text(pool: dict[str, Any], user: dict[str, Any]) -> str:
    """What an operator would write for `user`, every answer included."""
    client = pool["clients"][user["client"]]
    lines = [
        "[profile]",
        'kind = "practice"',
        f'region = "{pool["region"]}"',
        f'user_pool_id = "{pool["user_pool_id"]}"',
        f'client_id = "{client["id"]}"',
        f'endpoint_url = "{pool["endpoint_url"]}"',
    ]
    if "secret" in client:
        lines.append('client_secret = "env:CLIENT_SECRET"')
    lines += [
        "[request]",
        f'auth_flow = "{user["auth_flow"]}"',
        f'username = "{user["username"]}"',
        'ticket = "CS-48213"',
        "[request.parameters]",
        'PASSWORD = "env:USER_PASSWORD"',
        "[answers.SMS_MFA]",
        'SMS_MFA_CODE = "outbox"',
        "[answers.EMAIL_OTP]",
        'EMAIL_OTP_CODE = "outbox"',
        "[answers.NEW_PASSWORD_REQUIRED]",
        'NEW_PASSWORD = "env:NEW_PASSWORD"',
        '"userAttributes.name" = "Grace"',
    ]
    if user.get("totp_seed"):
        lines += ["[answers.SOFTWARE_TOKEN_MFA]", 'totp_seed = "env:TOTP_SEED"']
    return "\n".join(lines) + "\n"


def secrets_of(pool: dict[str, Any], user: dict[str, Any]) -> dict[str, str]:
    """The environment variables that the recipe names."""
    found = {"USER_PASSWORD": user["password"], "NEW_PASSWORD": NEW_PASSWORD}
    client = pool["clients"][user["client"]]
    if "secret" in client:
        found["CLIENT_SECRET"] = client["secret"]
    if user.get("totp_seed"):
        found["TOTP_SEED"] = user["totp_seed"]
    return found


def write_recipe(folder: Path, pool: dict[str, Any], user: dict[str, Any]) -> Path:
    """The recipe as a file."""
    path = folder / f"{user['username']}.toml"
    path.write_text(recipe_text(pool, user), encoding="utf-8")
    return path
