"""A passkey challenge: its options in words, and the credential that an authenticator made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from console.core.text import whole

OPTIONS_KEY = "CREDENTIAL_REQUEST_OPTIONS"
CREDENTIAL_LIMIT = 16 * 1024
_SHOWN = 253  # of a domain
_LONGEST_MS = 86_400_000
_IN_RESPONSE = ("clientDataJSON", "authenticatorData", "signature")
_PUBLIC = frozenset({"id", "rawId", "type", "authenticatorAttachment"})


def explained(options: str) -> tuple[tuple[str, str], ...]:
    """What the options ask for, in pairs of words; one pair where they cannot be read."""
    asked = _object(options)
    if asked is None:
        return (("options", "not readable: they are no JSON object"),)
    allowed = asked.get("allowCredentials")
    count = len(allowed) if isinstance(allowed, list) else 0
    pairs = [
        ("relying party", _text(asked.get("rpId")) or "not named"),
        ("passkeys allowed", str(count) if count else "any of this relying party"),
        ("user verification", _text(asked.get("userVerification")) or "preferred"),
    ]
    timeout = asked.get("timeout")
    if isinstance(timeout, int) and not isinstance(timeout, bool) and 0 < timeout < _LONGEST_MS:
        pairs.append(("time to answer", f"{timeout / 1000:.0f} s"))
    return tuple(pairs)


def credential_problem(text: str) -> str | None:
    """Why `text` is no AuthenticationResponseJSON, as a sentence; None where it is one."""
    if not text.strip():
        return "Paste the credential that the authenticator made."
    if len(text) > CREDENTIAL_LIMIT:
        return f"A credential has at most {CREDENTIAL_LIMIT} characters."
    credential = _object(text)
    if credential is None:
        return "That is no JSON object: a part may be missing, or something was pasted with it."
    missing = [name for name in ("id", "rawId", "type", "response") if name not in credential]
    response = credential.get("response")
    inner = response if isinstance(response, dict) else {}
    if "response" in credential:
        missing += [f"response.{name}" for name in _IN_RESPONSE if name not in inner]
    if missing:
        return f"The credential lacks {', '.join(missing)}."
    return None


def secret_parts(text: str) -> Iterator[str]:
    """What nobody may repeat of a credential; a text that is none, whole.

    Its id and the fixed words are no secrets: the options of every passkey question name them.
    """
    credential = _object(text) if text.lstrip().startswith("{") else None
    if credential is None or credential_problem(text) is not None:
        yield text
        return
    for name, value in credential.items():
        if name not in _PUBLIC:
            yield from _leaves(value)


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)


def _object(text: str) -> Mapping[str, object] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _text(value: object) -> str:
    return whole(value, _SHOWN) if isinstance(value, str) else ""
