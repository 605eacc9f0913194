"""Read-only calls about users: what evidence is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from console.practice.accounts import MFA_SETUP, SMS_MFA, Account, Status
from console.practice.calls import USER_POOL_ID, Member, read_texts
from console.practice.errors import PracticeError, invalid_parameter, unreadable
from console.practice.pages import page, page_size
from console.practice.pool_calls import MADE_AT, NEXT_TOKEN, with_token
from console.practice.pools import known_pool
from console.practice.state import PoolState
from console.practice.steps import Result
from console.practice.threat import require_add_on
from console.practice.tokens import subject
from console.practice.user_filter import matcher

_USERNAME: Final = Member(
    name="Username", min_length=1, max_length=128, pattern=r"\S+", sensitive=True
)
_INVITED: Final = timedelta(days=1)  # ago: users whose temporary password is still good
_PAGE_TOKEN: Final = replace(NEXT_TOKEN, name="PaginationToken", max_length=None)
_FILTER: Final = Member(name="Filter", required=False, max_length=256)


def admin_get_user(state: PoolState, body: Mapping[str, object]) -> Result:
    """AdminGetUser, by user name, alias or sub."""
    account = _asked(state, body)
    shown = _user(state, account) | factors(account)
    shown["UserAttributes"] = shown.pop("Attributes")
    return shown


def list_users(state: PoolState, body: Mapping[str, object]) -> Result:
    """ListUsers: those that fit the Filter, a page at a time."""
    texts = read_texts(body, USER_POOL_ID, _PAGE_TOKEN, _FILTER)
    known_pool(texts["UserPoolId"])
    fits = matcher(texts.get("Filter", ""))
    wanted = _attributes_to_get(body)
    found = [account for account in state.members(texts["UserPoolId"]) if fits(account)]
    shown, following = page(found, page_size(body, "Limit"), texts.get("PaginationToken"))
    users = [_user(state, account) for account in shown]
    if wanted is not None:
        for user in users:
            user["Attributes"] = [one for one in user["Attributes"] if one["Name"] in wanted]
    return with_token({"Users": users}, "PaginationToken", following)


def admin_list_devices(state: PoolState, body: Mapping[str, object]) -> Result:
    """AdminListDevices; a user that is not there is an error of the request here."""
    account = _asked(state, body)
    token = read_texts(body, _PAGE_TOKEN).get("PaginationToken")
    known = state.devices.of_user(account.username)
    shown, following = page(known, page_size(body, "Limit"), token)
    devices = [device.to_json() for device in shown]
    return with_token({"Devices": devices}, "PaginationToken", following)


def admin_list_user_auth_events(state: PoolState, body: Mapping[str, object]) -> Result:
    """AdminListUserAuthEvents: the sign-ins that were tried, newest first."""
    texts = read_texts(body, USER_POOL_ID, _USERNAME, NEXT_TOKEN)
    require_add_on(known_pool(texts["UserPoolId"]))
    account = _asked(state, body)
    events = state.auth_events.of_user(account, state.now())
    shown, following = page(events, page_size(body, "MaxResults"), texts.get("NextToken"))
    return with_token({"AuthEvents": [event.to_json() for event in shown]}, "NextToken", following)


def admin_list_groups_for_user(state: PoolState, body: Mapping[str, object]) -> Result:
    """AdminListGroupsForUser."""
    pool_id = read_texts(body, USER_POOL_ID, _USERNAME)["UserPoolId"]
    account = _asked(state, body)
    token = read_texts(body, NEXT_TOKEN).get("NextToken")
    shown, following = page(account.groups, page_size(body, "Limit"), token)
    groups = [
        {
            "GroupName": name,
            "UserPoolId": pool_id,
            "LastModifiedDate": MADE_AT,
            "CreationDate": MADE_AT,
        }
        for name in shown
    ]
    return with_token({"Groups": groups}, "NextToken", following)


def attributes(account: Account) -> list[dict[str, str]]:
    """AttributeListType, `sub` first."""
    return [
        {"Name": name, "Value": value}
        for name, value in ({"sub": subject(account.username)} | dict(account.attributes)).items()
    ]


def factors(account: Account) -> Result:
    """The second factors that are switched on, and the preferred one."""
    active = [account.mfa] if account.mfa not in (None, MFA_SETUP) else list(account.mfa_choices)
    shown: Result = {}
    if SMS_MFA in active:
        shown["MFAOptions"] = [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]
    if active:
        shown["UserMFASettingList"] = active
    if len(active) == 1:
        shown["PreferredMfaSetting"] = active[0]
    return shown


def _asked(state: PoolState, body: Mapping[str, object]) -> Account:
    """The user that a call names, once the pool is known to exist."""
    texts = read_texts(body, USER_POOL_ID, _USERNAME)
    known_pool(texts["UserPoolId"])
    name = texts["Username"]
    account = state.find(name, texts["UserPoolId"]) or next(
        (one for one in state.members(texts["UserPoolId"]) if subject(one.username) == name), None
    )
    if account is None:
        raise PracticeError("UserNotFoundException", "User does not exist.")
    return account


def _user(state: PoolState, account: Account) -> Result:
    joined = state.joined.get(account.username)
    made_at = MADE_AT if joined is None else joined.timestamp()
    if account.status is Status.FORCE_CHANGE_PASSWORD and not account.temporary_password_expired:
        made_at = max(made_at, (state.now() - _INVITED).timestamp())
    changed = state.changed.get(account.username)
    return {
        "Username": account.username,
        "Attributes": attributes(account),
        "UserCreateDate": made_at,
        "UserLastModifiedDate": made_at if changed is None else changed.timestamp(),
        "Enabled": account.enabled,
        "UserStatus": str(account.status),
    }


def _attributes_to_get(body: Mapping[str, object]) -> frozenset[str] | None:
    names = body.get("AttributesToGet")
    if names is None:
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise unreadable("AttributesToGet must be a list of strings.")
    if not names:
        raise invalid_parameter("AttributesToGet must name an attribute.")
    return frozenset(names)
