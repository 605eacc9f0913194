"""The read-only calls by name: what an operator may look up, and what a user about the own self."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from console.practice.own_calls import (
    get_user,
    get_user_auth_factors,
    global_sign_out,
    set_user_mfa_preference,
)
from console.practice.pool_calls import (
    describe_risk_configuration,
    describe_user_pool,
    describe_user_pool_client,
    get_user_pool_mfa_config,
    list_user_pool_clients,
    list_user_pools,
)
from console.practice.state import PoolState
from console.practice.steps import Result
from console.practice.user_calls import (
    admin_get_user,
    admin_list_devices,
    admin_list_groups_for_user,
    admin_list_user_auth_events,
    list_users,
)

Run: TypeAlias = Callable[[PoolState, Mapping[str, object]], Result]

SIGNED: Final[Mapping[str, Run]] = MappingProxyType(
    {
        "ListUserPools": list_user_pools,
        "ListUserPoolClients": list_user_pool_clients,
        "DescribeUserPool": describe_user_pool,
        "DescribeUserPoolClient": describe_user_pool_client,
        "GetUserPoolMfaConfig": get_user_pool_mfa_config,
        "DescribeRiskConfiguration": describe_risk_configuration,
        "AdminGetUser": admin_get_user,
        "ListUsers": list_users,
        "AdminListDevices": admin_list_devices,
        "AdminListUserAuthEvents": admin_list_user_auth_events,
        "AdminListGroupsForUser": admin_list_groups_for_user,
    }
)
WITH_TOKEN: Final[Mapping[str, Run]] = MappingProxyType(
    {
        "GetUser": get_user,
        "GetUserAuthFactors": get_user_auth_factors,
        "SetUserMFAPreference": set_user_mfa_preference,
        "GlobalSignOut": global_sign_out,
    }
)
