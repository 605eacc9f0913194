"""Which IAM action a call lacked, read from AWS's words; what else they tell is not shown.

The text names the caller, the account and the resource, in a dozen wordings: denied by a policy of
the identity, the resource, the session, the organisation (SCP, RCP), a boundary or a VPC endpoint,
by silence or explicitly. All of them name the action as service:Action, and some as SNS:Action.
"""

from __future__ import annotations

import re

from console.core.call import SERVICES

_LIMIT = 8 * 1024  # characters that are looked at
# An ARN begins alike, so that what may follow is bounded too.
_ACTION = (
    r"(?!(?i:arn):)(?P<service>[A-Za-z][A-Za-z0-9-]{1,62}):(?P<name>[A-Za-z][A-Za-z0-9]{1,127})"
    r"(?![\w:/*])"
)
_QUOTE = r"[\"'`]?"
_WORDINGS = tuple(
    re.compile(words, re.ASCII)
    for words in (
        rf"(?i:not authorized to perform)\s?:?\s{{0,4}}{_QUOTE}{_ACTION}",
        rf"(?i:\ballows? the)\s{{1,4}}{_QUOTE}{_ACTION}{_QUOTE}\s{{1,4}}(?i:action)",
        rf"(?i:permissions? to perform)\s?:?\s{{0,4}}{_QUOTE}{_ACTION}",
    )
)
_COGNITO = "cognito-idp"


def missing_action(message: str, operation: str) -> str:
    """The action as in an IAM policy, "cognito-idp:AdminGetUser".

    That of the `operation` itself where the message names none: the two are called alike.
    """
    text = message[:_LIMIT]
    for wording in _WORDINGS:
        if match := wording.search(text):
            return f"{match['service'].lower()}:{match['name']}"
    return f"{SERVICES.get(operation, _COGNITO)}:{operation}"
