"""Replies that are XML where those of Cognito are JSON: of STS and of SNS.

They are not parsed here: botocore does that. What is looked at is whether it can be that service
that answered, and that it brings no document type, with which a parser could be kept busy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from console.services.keepers import Reader
from console.services.replies import (
    REPLY_LIMIT,
    NotBelievableError,
    RawReply,
    check_length,
    not_cognito,
    short_name,
)

_TYPES: Final = frozenset({"text/xml", "application/xml"})
_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]{0,200}\?>\s*)?<(?P<name>[A-Za-z]{1,128})[\s>]"
)
_CODE: Final = re.compile(rb"<Code>[^<>]{1,128}</Code>")
_REQUEST_ID: Final = re.compile(rb"<RequestId>[^<>]{1,128}</RequestId>")


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlForm:
    """How the replies to one operation are judged, and what is read of them.

    `read` takes what botocore made of a reply. It makes false of whatever is not "true", so that
    members that are `flags` are looked at beforehand.
    """

    operation: str
    sender: str
    read: Reader
    flags: tuple[str, ...] = ()
    limit: int = REPLY_LIMIT

    def judge(self, reply: RawReply) -> None:
        """Raises NotBelievableError where the reply cannot be that of the sender."""
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _TYPES:
            raise self._not_it(f"of another type than XML (HTTP {reply.status})")
        check_length(reply, self.limit)
        if b"<!" in reply.body:
            raise self._not_it("an XML document with declarations of its own")
        in_header = short_name(reply.headers.get("x-amzn-requestid"))
        if not in_header and not _REQUEST_ID.search(reply.body):
            raise self._not_it("without a request id")
        if reply.status == 200:
            self._judge_success(reply.body)
        elif reply.status < 400 or not _tells_an_error(reply.body):
            raise self._not_it(f"not an error as AWS tells it (HTTP {reply.status})")

    def values(self, parsed: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is kept, as details."""
        return {"details": self.read(parsed)}

    def _judge_success(self, body: bytes) -> None:
        if _root(body) != f"{self.operation}Response".encode():
            raise self._not_it(f"not a {self.operation}Response")
        for flag in self.flags:
            name = flag.encode()
            told = re.findall(rb"<%s>(?:true|false)</%s>" % (name, name), body)
            if len(told) != 1 or body.count(b"<%s" % name) != 1:
                raise self._not_it(f"with no {flag} that is true or false")

    def _not_it(self, what: str) -> NotBelievableError:
        return not_cognito(f"The answer is {what}, so it is not that of {self.sender}.")


def _root(body: bytes) -> bytes | None:
    found = _ROOT.match(body)
    return found["name"] if found else None


def _tells_an_error(body: bytes) -> bool:
    return _root(body) == b"ErrorResponse" and _CODE.search(body) is not None
