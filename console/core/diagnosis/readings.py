"""Codes and texts as they are met, brought to the form the catalogue knows."""

from __future__ import annotations

import re

MAX_CODE = 256
MAX_MESSAGE = 8 * 1024

# botocore's sentence around every error of a service.
_BOTOCORE = (
    r"An error occurred \((?P<code>[^()\s]{1,128})\) when calling the \w{1,64} operation"
    r"(?: \(reached max retries: \d{1,4}\))?: ?(?P<text>.*)"
)
_JAVA_TAIL = " (Service: "  # the Java SDK adds service, status and request id in brackets


def error_code(code: str) -> str:
    """The bare name in `code`: "cognito#X:http://…" and "com.amazonaws.X" are both X."""
    name = code[:MAX_CODE].strip().rpartition("#")[2]
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
    found = [text]
    if match := re.search(_BOTOCORE, text):
        found.append(match["text"])
    if code and (tail := text.partition(f"{code}: ")[2]):
        found.append(tail)
    found += [item.partition(_JAVA_TAIL)[0] for item in found if _JAVA_TAIL in item]
    return tuple(dict.fromkeys(item for item in found if item))
