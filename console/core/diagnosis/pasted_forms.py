"""How SDKs write exceptions into logs: .NET, Java, JavaScript, Python, PHP, Go, and bare JSON."""

from __future__ import annotations

import re

# A class that says by its name that it is an exception; and any name where an SDK puts codes.
CODE = re.compile(
    r"\b[A-Z][A-Za-z]{2,80}(?:Exception|Error|Timeout)\b"
    r"|(?<=An error occurred \()[A-Za-z0-9]{3,80}(?=\))"
    r"|(?<=Error Code: )[A-Z][A-Za-z]{2,80}\b"
    r"|(?<=api error )[A-Z][A-Za-z]{2,80}\b"
    r"|(?<=botocore\.exceptions\.)[A-Z][A-Za-z]{2,80}\b"
    r"|(?<=<Code>)[A-Za-z]{3,80}(?=</Code>)"
)
OPERATION = re.compile(
    r"\b(?:calling the|operation:?|Cognito Identity Provider:|Error executing \"?)"
    r" ?(?P<name>[A-Z][A-Za-z]{2,60})\b(?!\.)"
)
# A line that goes on with the error of the line above: its cause again, or the service's reply.
GOES_ON = re.compile(
    r"^\s*(?:-+>|Caused by:|\[cause\]:|\{\\?\"__type\"|[A-Z][A-Za-z]{2,80} \((?:client|server)\):)"
)
# What stands between a code and its text in those forms, and what follows the text.
_LEAD = re.compile(
    r"^[\s:;,)\]\"'\\\-–>]*(?:\([^)]{0,80}\))?[\s:;,\\\"'\-–>]*"
    r"(?:(?:[Mm]essage|[Mm]sg)_?[\\\"']*\s*[:=]\s*[\\\"']*|</Code>\s*<Message>)?"
)
_CALLING = re.compile(r"^when calling the \w+ operation(?: \(reached max retries: \d+\))?:\s*")
_TAIL = re.compile(
    r"\s*(?:\((?:Service|RequestId|Request ID)\b.*|</Message>.*"
    r"|[\"'}\]]+,?\s*|,\s*\"?\w+\"?\s*:.*)$"
)
_CUT = re.compile(
    r"\\+[nrt\"]|\s-+>\s|\s-\s\{\"__type|\s+status code: \d|\s+at (?:async |new )?[\w.$<>`]+ ?\("
    r"|\s\{\s*$"
)


def message_after(rest: str) -> str:
    """The exception's own text in what follows its code on the line; it may be empty."""
    printable = "".join(char for char in rest if char.isprintable())
    text = _CALLING.sub("", _LEAD.sub("", printable, count=1), count=1)
    return _TAIL.sub("", _CUT.split(text, maxsplit=1)[0]).strip().strip("\"'")
