from __future__ import annotations

from console.core.secret import Secret
from console.core.secret_hash import secret_hash, secret_hash_line


def test_known_value() -> None:
    # base64(HMAC-SHA256("secret", "alice" + "client")), computed with openssl.
    made = secret_hash(client_secret=Secret("secret"), username="alice", client_id="client")
    assert made.reveal() == "RTsve+FQ659UKyESgvLg9GYmZEL+QjzQsW/OjL77/b0="


def test_depends_on_the_exact_name() -> None:
    def over(name: str) -> Secret:
        return secret_hash(client_secret=Secret("s"), username=name, client_id="c")

    assert over("alice") != over("Alice")


def test_line_says_over_which_name() -> None:
    assert "“alice”" in secret_hash_line("alice")
    assert "real user name" in secret_hash_line("alice", on_refresh=True)
    assert "type one" in secret_hash_line("")
    assert "\\u202e" in secret_hash_line("a\u202eb")
