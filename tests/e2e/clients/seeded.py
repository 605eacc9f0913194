"""The practice pool's users by name."""

from __future__ import annotations

from console.practice.accounts import Account
from console.practice.seeds import SEEDS


def account(username: str) -> Account:
    """What the pool starts with for that user."""
    (found,) = (seed for seed in SEEDS if seed.username == username)
    return found
