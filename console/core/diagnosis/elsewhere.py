"""Whether other pools of the account know a user whom the profile's own pool does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from console.core.call import LIST_USERS, CallResult, Reply
from console.core.diagnosis.evidence_reading import read_users
from console.core.diagnosis.probe_calls import ProbeCalls
from console.core.diagnosis.probe_plan import ProbeTarget
from console.core.diagnosis.user_filters import whole_name

MOST_POOLS = 10  # asked at once: an account has 30 ListUsers calls a second


async def pools_with_user(
    calls: ProbeCalls, target: ProbeTarget, pools: Sequence[str]
) -> tuple[str, ...] | None:
    """Those of `pools` that have the typed name or alias; None where it is not known of all.

    One ListUsers call a pool, and what is found there is not kept.
    """
    wanted = whole_name(target.username)
    if wanted is None or not pools:
        return None if wanted is None else ()
    asked = pools[:MOST_POOLS]
    results = await calls.unjudged(
        [
            replace(target, profile=replace(target.profile, user_pool_id=pool_id)).call(
                LIST_USERS, user_filter=wanted
            )
            for pool_id in asked
        ]
    )
    found = tuple(
        pool_id for pool_id, result in zip(asked, results, strict=True) if _has_user(result)
    )
    whole = len(asked) == len(pools) and all(isinstance(result, Reply) for result in results)
    return found if found or whole else None


def _has_user(result: CallResult | None) -> bool:
    return isinstance(result, Reply) and bool(tuple(read_users(result.details)))
