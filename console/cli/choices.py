"""What a challenge asks of a recipe's table: the keys that must be there, the values offered."""

from __future__ import annotations

from console.cli.recipe_answers import Round
from console.core.conversation.challenges import (
    APP,
    EMAIL,
    MFA_SETUP,
    Challenge,
    FieldKind,
    Stage,
)
from console.core.errors import UserFacingError
from console.core.text import visible

_SHOWN = 60
_WHOLE = "ChallengeResponses"  # where Cognito's keys of the challenge are not known


def setup_factor(table: Round) -> str:
    """What MFA_SETUP is answered with: as it says, else by what is given for it."""
    chosen = table.get("ANSWER")
    if isinstance(chosen, str):
        return chosen
    return EMAIL if "EMAIL" in table else APP


def missing_keys(table: Round | None, challenge: Challenge) -> tuple[str, ...]:
    """The keys that `table` lacks; of a table that is not there, those that it would need."""
    if challenge.stage is Stage.CHOOSE:
        if table is None:
            return ("ANSWER",)
        return ("EMAIL",) if setup_factor(table) == EMAIL and "EMAIL" not in table else ()
    given = {} if table is None else table
    lacking = [
        field.key or _WHOLE
        for field in challenge.fields
        if not field.optional
        and field.key not in given
        and not (challenge.takes_totp and (challenge.stage is Stage.APP or "totp_seed" in given))
    ]
    known = any(field.kind is not FieldKind.PAIRS for field in challenge.fields)
    return tuple(lacking) if known or table is None else ()


def offered(challenge: Challenge, key: str, value: str) -> str:
    """`value`, where Cognito offers it; UserFacingError names what it does offer."""
    choices = next((field.choices for field in challenge.fields if field.key == key), ())
    if value in choices:
        return value
    name, shown = visible(challenge.name, _SHOWN), ", ".join(visible(c, _SHOWN) for c in choices)
    raise UserFacingError(
        f"{name} does not offer {visible(value, _SHOWN)}.",
        f"Cognito offers {shown}.",
        f"Write one of these as answers.{name}.{key}."
        + (" EMAIL alone sets up an e-mail address." if challenge.name == MFA_SETUP else ""),
    )
