"""Codes and texts as they are met, brought to the form the catalogue knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_CODE = 256
MAX_MESSAGE = 8 * 1024

# botocore's sentence around every error of a service.
_BOTOCORE = (
    r"An error occurred \((?P<code>[^()\s]{1,128})\) when calling the \w{1,64} operation"
    r"(?: \(reached max retries: \d{1,4}\))?: ?(?P<text>.*)"
)
# What SDKs put before Cognito's words: the class of the exception, and who is at fault.
_CLASS = r"(?:[\w.$\\/]{0,200}(?:Exception|Error)|Caused by|Unhandled exception|\[cause\])"
_HEAD = rf"^(?:Uncaught \(in promise\) |-+> )?{_CLASS}(?: \((?:client|server)\))?[.:] ?"
_HEADS = 4  # exceptions inside exceptions
_INNER = (
    r"One or more errors occurred\. ?\((?P<text>.{1,2000}?)\)(?: --->| at |$)"  # .NET's aggregate
)
_JSON = r"[\"']message[\"']? ?: ?(?P<mark>[\"'])(?P<text>.{1,2000}?)(?<!\\)(?P=mark)(?= ?[,}\]]|$)"
# ... and what they put behind: service and request id, causes, frames of the stack, dumps.
_TAIL = (
    r" ?\(Service: | -+> | (?:[\"'\u2018]|-) ?\{[\"']__type| at (?:async |new )?[\w.$<>`\[\],]+ ?\("
    r"|\\[nrt]| status code: \d|,? \{ ?(?:[\"']?\$|RespMetadata)| -+ End of "
)


def error_code(code: str) -> str:
    """The bare name in `code`: "cognito#X:http://…" and "com.amazonaws.X" are both X."""
    name = code[:MAX_CODE].strip().rpartition("#")[2].replace("::", ".")  # Ruby's and C++'s
    name = name.partition(":")[0]
    return re.split(r"[.$/\\]", name.rstrip(".$/\\"))[-1].strip()


def folded(message: str) -> str:
    """`message` within bounds, on one line, with single blanks and straight apostrophes."""
    return " ".join(message[:MAX_MESSAGE].split()).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def wrapped_code(text: str) -> str:
    """The code inside botocore's sentence in the folded `text`, or an empty text."""
    match = re.search(_BOTOCORE, text)
    return match["code"] if match else ""


def readings(text: str, code: str) -> tuple[str, ...]:
    """The folded `text` itself, then the rest of it without the wrappers of client libraries."""
    found: list[str] = []
    for item in _unwrapped(text, code):
        found += [item, re.split(_TAIL, item, maxsplit=1, flags=re.IGNORECASE)[0]]
    return tuple(dict.fromkeys(item for each in found if (item := each.strip())))


def _unwrapped(text: str, code: str) -> Iterator[str]:
    yield text
    if match := re.search(_BOTOCORE, text, re.IGNORECASE):
        yield match["text"]
    if code:
        named = rf"{re.escape(code)}(?: \((?:client|server)\))?: "
        parts = re.split(named, text, maxsplit=1, flags=re.IGNORECASE)
        yield from parts[1:]
    rest = text
    for _ in range(_HEADS):
        match = re.match(_HEAD, rest, re.IGNORECASE)
        if match is None:
            break
        rest = rest[match.end() :]
        yield rest
    for pattern in (_INNER, _JSON):
        if match := re.search(pattern, text, re.IGNORECASE):
            yield match["text"].replace('\\"', '"')
