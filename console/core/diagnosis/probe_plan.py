"""The read-only calls of an investigation, and those to Cognito with their parameters."""

from __future__ import annotations

from dataclasses import dataclass

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_LIST_DEVICES,
    ADMIN_LIST_USER_AUTH_EVENTS,
    DESCRIBE_RISK_CONFIGURATION,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    GET_CALLER_IDENTITY,
    GET_USER_POOL_MFA_CONFIG,
    LIST_USER_POOL_CLIENTS,
    LIST_USER_POOLS,
    LIST_USERS,
    ApiCall,
    ParamValue,
)
from console.core.diagnosis.probe_plan_beyond import BEYOND
from console.core.diagnosis.user_filters import UserFilter
from console.core.profile import Profile
from console.core.secret import Secret

# In the order in which they are shown, which is the order in which they tell.
OPERATIONS = (
    GET_CALLER_IDENTITY,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    ADMIN_GET_USER,
    LIST_USERS,
    GET_USER_POOL_MFA_CONFIG,
    ADMIN_LIST_DEVICES,
    ADMIN_LIST_USER_AUTH_EVENTS,
    DESCRIBE_RISK_CONFIGURATION,
    LIST_USER_POOLS,
    LIST_USER_POOL_CLIENTS,
    *BEYOND,
)

PAGES = 5  # of one list, at most
_PAGE = 60  # entries, the most that Cognito gives
_FOUND = 10  # users a filter may find
_OF_ACCOUNT = frozenset({GET_CALLER_IDENTITY, LIST_USER_POOLS})
_OF_USER = frozenset({ADMIN_GET_USER, ADMIN_LIST_DEVICES, ADMIN_LIST_USER_AUTH_EVENTS})
_SIZES = {
    LIST_USERS: ("Limit", _FOUND),
    ADMIN_LIST_DEVICES: ("Limit", _PAGE),
    ADMIN_LIST_USER_AUTH_EVENTS: ("MaxResults", _PAGE),
    LIST_USER_POOLS: ("MaxResults", _PAGE),
    LIST_USER_POOL_CLIENTS: ("MaxResults", _PAGE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeTarget:
    """Whom and what the calls to Cognito and STS ask about."""

    profile: Profile
    username: str

    def call(
        self,
        operation: str,
        *,
        user_filter: UserFilter | None = None,
        of_client: bool = False,
        token: Secret | None = None,
    ) -> ApiCall:
        """The call, or the one for the page that begins at `token`.

        `of_client` asks for the client's own settings where the pool has some too.
        """
        params: dict[str, ParamValue] = {}
        if operation not in _OF_ACCOUNT:
            params["UserPoolId"] = self.profile.user_pool_id
        if operation == DESCRIBE_USER_POOL_CLIENT or of_client:
            params["ClientId"] = self.profile.client_id
        if operation in _OF_USER:
            params["Username"] = self.username
        if operation in _SIZES:
            name, size = _SIZES[operation]
            params[name] = size
        if user_filter is not None:
            params["Filter"] = user_filter.text
        if token is not None:
            params["NextToken"] = token
        return ApiCall(operation=operation, params=params)
