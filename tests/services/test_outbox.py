from __future__ import annotations

import pytest

from console.core.errors import UserFacingError
from console.core.secret import Secret
from console.practice.pool import PracticePool
from console.practice.server import PracticeServer
from console.practice.users import USERS
from console.services.outbox import PracticeOutbox


async def test_reads_the_newest_code_of_a_user() -> None:
    pool = PracticePool()
    user = next(row for row in USERS if "SMS_MFA" in row.expect.challenges)
    from console.core.practice_keys import PRACTICE_USER_POOL_ID
    from console.practice.clients import CLIENTS

    with PracticeServer(pool) as server:
        outbox = PracticeOutbox(server.endpoint_url)
        assert await outbox.newest_code(user.username) is None
        for _ in range(2):
            pool.handle(
                "AdminInitiateAuth",
                {
                    "UserPoolId": PRACTICE_USER_POOL_ID,
                    "ClientId": CLIENTS[user.client].id,
                    "AuthFlow": user.auth_flow,
                    "AuthParameters": {"USERNAME": user.username, "PASSWORD": user.password},
                },
            )
        code = await outbox.newest_code(user.username)
        assert code == Secret(pool.outbox()[-1]["code"])
        assert await outbox.newest_code("nobody") is None


async def test_a_pool_that_is_gone_is_said() -> None:
    with PracticeServer() as server:
        url = server.endpoint_url
    with pytest.raises(UserFacingError, match="outbox could not be read"):
        await PracticeOutbox(url).newest_code("alice")
