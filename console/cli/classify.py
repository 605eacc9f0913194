"""`signin-console classify`: what an exception means, from its name and text alone."""

from __future__ import annotations

import argparse
import codecs
import io
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from console import resources
from console.cli.output import print_json, print_line
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classification, Classifier
from console.core.diagnosis.pasted import PastedFinding, findings
from console.core.errors import UserFacingError

_TEXT_LIMIT = 8 * 1024 * 1024  # characters: the work of some seconds
_LINE_LIMIT = 64 * 1024
_KEYS = ("code", "message", "operation", "challenge", "http_status")


def classify(options: argparse.Namespace) -> int:
    """One exception, JSON lines of them, or those found in a pasted log; always status 0."""
    classifier = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))
    if options.from_file is not None:
        return _classify_lines(classifier, options.from_file)
    if options.text_file is not None:
        return _classify_text(classifier, options.text_file, as_json=options.json)
    found = classifier.classify(
        code=options.code,
        message=options.message,
        operation=options.operation,
        challenge=options.challenge,
        http_status=options.http_status,
    )
    if options.json:
        print_json(found.to_json())
    else:
        _print_words(found)
    return 0


def _classify_lines(classifier: Classifier, name: str) -> int:
    with _opened(name, newline="\n") as stream:
        number = 0
        while line := stream.readline(_LINE_LIMIT + 1):
            number += 1
            print_json(_answer(classifier, line, number, stream))
    return 0


def _answer(classifier: Classifier, line: str, number: int, stream: TextIO) -> Mapping[str, object]:
    if len(line) > _LINE_LIMIT and not line.endswith("\n"):
        _skip_rest(stream)
        return _bad(number, f"A line has at most {_LINE_LIMIT // 1024} Ki characters.")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return _bad(number, "The line is not a JSON object.")
    if not isinstance(value, dict) or not isinstance(value.get("code"), str):
        return _bad(number, "The line needs an object with a text `code`.")
    status = value.get("http_status")
    texts = {key: value.get(key) for key in _KEYS[1:4]}
    wrong = [key for key, text in texts.items() if not isinstance(text, str | None)]
    if isinstance(status, bool) or not isinstance(status, int | None):
        wrong.append("http_status")
    if wrong:
        return _bad(number, f"Wrong type: {', '.join(wrong)}.")
    return classifier.classify(code=value["code"], http_status=status, **texts).to_json()


def _skip_rest(stream: TextIO) -> None:
    while (rest := stream.readline(_LINE_LIMIT)) and not rest.endswith("\n"):
        pass


def _bad(number: int, sentence: str) -> dict[str, object]:
    error = UserFacingError(
        "The line cannot be classified.", sentence, 'Write {"code": …, "message": …} on one line.'
    )
    return {"error": error.to_json(), "line": number}


def _classify_text(classifier: Classifier, name: str, *, as_json: bool) -> int:
    with _opened(name) as stream:
        text = stream.read(_TEXT_LIMIT + 1)
    if len(text) > _TEXT_LIMIT:
        raise UserFacingError(
            "The log is too long.",
            f"At most {_TEXT_LIMIT // 1024 // 1024} Mi characters are read.",
            "Cut it to the lines around the failure.",
        )
    found = findings(classifier, text)
    if as_json:
        print_json({"findings": [finding.to_json() for finding in found]})
    else:
        _print_findings(found)
    return 0


def _print_findings(found: tuple[PastedFinding, ...]) -> None:
    if not found:
        print_line("No exception of Cognito, AWS or botocore was found in the text.")
    for finding in found:
        print_line(f"line {finding.line}, column {finding.column}: {finding.excerpt}")
        _print_words(finding.classification)


def _print_words(found: Classification) -> None:
    print_line(f"{found.id} {found.code} (matched by {found.matched}: {found.matched.reason})")
    print_line(found.meaning)
    for cause in found.causes:
        print_line(f"cause: {cause}")
    for step in found.next_steps:
        print_line(f"next: {step}")
    wait = f" after {found.retry.after_s} s" if found.retry.after_s is not None else ""
    print_line(f"retry: {found.retry.when}{wait}")
    counts = {True: "yes", False: "no", None: "not known"}[found.counts_towards_lockout]
    print_line(f"counts towards lockout: {counts}")


def _encoding(head: bytes) -> str:
    """By the mark at its beginning: a shell of Windows writes logs in UTF-16."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return "utf-16" if head.startswith(marks) else "utf-8-sig"


@contextmanager
def _opened(name: str, *, newline: str | None = None) -> Iterator[TextIO]:
    """A file or, for -, stdin, whose own encoding depends on the terminal, not on the log."""
    if name == "-" and sys.stdin is None:
        raise UserFacingError("There is no stdin.", "It is closed.", "Name a file in place of -.")
    file = sys.stdin.fileno() if name == "-" else name
    try:
        with (
            open(file, "rb", closefd=name != "-") as raw,  # a file or a number
            io.TextIOWrapper(
                raw, encoding=_encoding(raw.peek(2)), errors="replace", newline=newline
            ) as stream,
        ):
            yield stream
    except OSError as error:
        raise UserFacingError(
            "The file cannot be read.",
            f"{name}: {error.strerror or 'unreadable'}.",
            "Check its name and permissions.",
        ) from error
