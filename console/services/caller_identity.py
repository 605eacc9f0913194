"""The reply to STS's GetCallerIdentity, which is XML where all of Cognito's are JSON.

It is not parsed here: botocore does that. What is looked at is whether it can be STS that answered,
and that it brings no document type, with which a parser could be kept busy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from console.services.replies import (
    NotBelievableError,
    RawReply,
    check_length,
    not_cognito,
    short_name,
)

_TYPES: Final = frozenset({"text/xml", "application/xml"})
_START: Final = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]{0,200}\?>\s*)?"
_IDENTITY: Final = re.compile(_START + rb"<GetCallerIdentityResponse[\s>]")
_ERROR: Final = re.compile(_START + rb"<ErrorResponse[\s>]")
_CODE: Final = re.compile(rb"<Code>[^<>]{1,128}</Code>")
_REQUEST_ID: Final = re.compile(rb"<RequestId>[^<>]{1,128}</RequestId>")
_ACCOUNT: Final = re.compile(r"\d{12}", re.ASCII)
_ARN: Final = re.compile(r"arn:[\w-]{1,40}:(?:iam|sts)::\d{12}:[!-~]{1,1000}", re.ASCII)


class IdentityForm:
    """How that reply is judged, and what is read of it."""

    def judge(self, reply: RawReply) -> None:
        """Raises NotBelievableError where the reply cannot be that of STS."""
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _TYPES:
            raise _not_sts(f"of another type than XML (HTTP {reply.status})")
        check_length(reply)
        if b"<!" in reply.body:
            raise _not_sts("an XML document with declarations of its own")
        if not short_name(reply.headers.get("x-amzn-requestid")) and not _REQUEST_ID.search(
            reply.body
        ):
            raise _not_sts("without a request id")
        if reply.status == 200:
            if not _IDENTITY.match(reply.body):
                raise _not_sts("not a GetCallerIdentityResponse")
        elif reply.status < 400 or not (_ERROR.match(reply.body) and _CODE.search(reply.body)):
            raise _not_sts(f"not an error as AWS tells it (HTTP {reply.status})")

    def values(self, parsed: Mapping[str, Any]) -> Mapping[str, Any]:
        """Account and Arn, as details; the user's own id is not needed."""
        account, arn = parsed.get("Account"), parsed.get("Arn")
        if not isinstance(account, str) or not _ACCOUNT.fullmatch(account):
            raise _not_sts("without the number of an account")
        if not isinstance(arn, str) or not _ARN.fullmatch(arn):
            raise _not_sts("without the ARN of an identity")
        return {"details": {"Account": account, "Arn": arn}}


def _not_sts(what: str) -> NotBelievableError:
    return not_cognito(f"The answer is {what}, so it is not that of AWS STS.")
