"""A practice pool inside the test, which can be looked into, and recipes for it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from console.core.practice_keys import PRACTICE_REGION, PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.pool import PracticePool
from console.practice.seeds import SEEDS
from console.practice.server import PracticeServer
from tests.e2e.programs import Finished, environment, finish

PASSWORDS = {seed.username: seed.password for seed in SEEDS}


class WatchedPool(PracticePool):
    """Keeps what it was asked for; `hold` names an operation, or the keys, that never answers."""

    def __init__(self, hold: str | None = None) -> None:
        super().__init__()
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.hold = hold
        self.held, self.let_go = threading.Event(), threading.Event()

    @property
    def operations(self) -> list[str]:
        return [operation for operation, _ in self.calls]

    def handle(self, operation: str, body: Mapping[str, object]) -> dict[str, Any]:
        self.calls.append((operation, body))
        self._hold(operation)
        return dict(super().handle(operation, body))

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        self._hold("jwks")
        return super().jwks()

    def _hold(self, what: str) -> None:
        if what == self.hold:
            self.held.set()
            self.let_go.wait()


def recipe_for(
    server: PracticeServer,
    username: str,
    flow: str = "ADMIN_USER_PASSWORD_AUTH",
    *,
    client: str = "public",
    request: str = "",
    rest: str = "",
    kind: str = "practice",
) -> str:
    """A recipe; `request` goes into its table, `rest` after [request.parameters]."""
    chosen = CLIENTS[client]
    pool = getattr(chosen, "user_pool_id", PRACTICE_USER_POOL_ID)
    return (
        f'[profile]\nkind = "{kind}"\nregion = "{PRACTICE_REGION}"\nuser_pool_id = "{pool}"\n'
        f'client_id = "{chosen.id}"\nendpoint_url = "{server.endpoint_url}"\n'
        + ('client_secret = "env:CLIENT_SECRET"\n' if chosen.secret else "")
        + f'[request]\nauth_flow = "{flow}"\nusername = "{username}"\n{request}\n'
        f'[request.parameters]\nPASSWORD = "env:USER_PASSWORD"\n{rest}'
    )


def environment_for(folder: Path, username: str, **changes: str) -> dict[str, str]:
    """The variables that `recipe_for` names."""
    secrets = {client.name: client.secret or "none" for client in CLIENTS.values()}
    return environment(
        folder,
        USER_PASSWORD=PASSWORDS[username],
        CLIENT_SECRET=secrets["confidential"],
        PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring",
        **changes,
    )


def run_recipe(folder: Path, text: str, username: str, *more: str, **changes: str) -> Finished:
    """`run --json` of the recipe."""
    path = folder / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return finish(
        "run", str(path), "--json", *more, env=environment_for(folder, username, **changes)
    )
