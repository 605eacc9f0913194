"""What was withheld, in words for a reader of the ticket."""

from __future__ import annotations

from console.core.text import visible

_WORDS = {
    "access_key_id": "ids of AWS keys, but for the last characters",
    "access_token": "access tokens",
    "account": "AWS accounts, but for the last digits, and who called",
    "answer": "answers to challenges",
    "attribute": "values of user attributes",
    "client_metadata": "values of client metadata",
    "client_secret": "client secrets",
    "code": "one-time codes",
    "credential": "passkey credentials",
    "device_key": "device keys",
    "email": "e-mail addresses, as labels",
    "encoded_data": "device fingerprints (EncodedData)",
    "http_header": "values of HTTP headers",
    "id": "ids of the user pool and the app client, as labels",
    "ip_address": "ends of IP addresses",
    "message_size": "sizes of requests and replies, which tell how long a secret is",
    "other": "fields that are on no list",
    "password": "passwords",
    "phone": "phone numbers, as labels",
    "refresh_token": "refresh tokens",
    "secret_hash": "SECRET_HASH values",
    "server_text": "texts that repeated or looked like a secret",
    "session": "sessions of the sign-in",
    "srp": "values of the SRP proof",
    "user_name": "user names, as labels",
}


def withheld_word(kind: str) -> str:
    """What was withheld under this kind; the kind itself where it is of another version."""
    return _WORDS.get(kind) or visible(kind, 80).replace("_", " ")
