"""What is kept of STS's GetCallerIdentity: whose credentials they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from console.core.call import GET_CALLER_IDENTITY
from console.services.replies import not_cognito
from console.services.xml_replies import XmlForm

_ACCOUNT: Final = re.compile(r"\d{12}", re.ASCII)
_ARN: Final = re.compile(r"arn:[\w-]{1,40}:(?:iam|sts)::\d{12}:[!-~]{1,1000}", re.ASCII)


def _read_identity(parsed: Mapping[str, Any]) -> Mapping[str, object]:
    """Account and Arn; the user's own id is not needed."""
    account, arn = parsed.get("Account"), parsed.get("Arn")
    if not isinstance(account, str) or not _ACCOUNT.fullmatch(account):
        raise not_cognito("The answer of AWS STS is without the number of an account.")
    if not isinstance(arn, str) or not _ARN.fullmatch(arn):
        raise not_cognito("The answer of AWS STS is without the ARN of an identity.")
    return {"Account": account, "Arn": arn}


IDENTITY: Final = XmlForm(operation=GET_CALLER_IDENTITY, sender="AWS STS", read=_read_identity)
