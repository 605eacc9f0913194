"""What is kept of SNS's answers about text messages: no number in clear, no name, no role.

The numbers are kept as secrets: to see whether the user's own is among them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from console.core.call import (
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,
    GET_SMS_ATTRIBUTES,
    GET_SMS_SANDBOX_ACCOUNT_STATUS,
    LIST_ORIGINATION_NUMBERS,
    LIST_SMS_SANDBOX_PHONE_NUMBERS,
)
from console.services.keepers import (
    Content,
    Members,
    Reader,
    a_list,
    an_object,
    flag,
    members_of,
    page_token,
    phone,
    text,
    whole,
    wrong_type,
)
from console.services.xml_replies import XmlForm

_SENDER: Final = "AWS SNS"
_AMOUNT: Final = re.compile(r"\d{1,9}(?:\.\d{1,6})?", re.ASCII)


def _amount(name: str, value: object) -> str:
    """Keeps a number of dollars, as it is written."""
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        raise wrong_type(name)
    return value


def _numbers(members: Members) -> Reader:
    """Reads a page of PhoneNumbers; in XML a list without entries may be missing altogether."""
    page = whole({"PhoneNumbers": a_list(an_object(members)), "NextToken": page_token})
    return lambda content: {"PhoneNumbers": (), **page(content)}


def _read_attributes(content: Content) -> Mapping[str, object]:
    kept = content.get("attributes")
    return members_of({"MonthlySpendLimit": _amount}, "attributes", {} if kept is None else kept)


def _truth(operation: str, name: str) -> XmlForm:
    read = whole({name: flag}, name, sender=_SENDER)
    return XmlForm(operation=operation, sender=_SENDER, read=read, flags=(name,))


_READERS: Final[Mapping[str, Reader]] = {
    LIST_SMS_SANDBOX_PHONE_NUMBERS: _numbers({"PhoneNumber": phone, "Status": text}),
    LIST_ORIGINATION_NUMBERS: _numbers({"Status": text}),
    GET_SMS_ATTRIBUTES: _read_attributes,
}
SMS_FORMS: Final[Mapping[str, XmlForm]] = {
    GET_SMS_SANDBOX_ACCOUNT_STATUS: _truth(GET_SMS_SANDBOX_ACCOUNT_STATUS, "IsInSandbox"),
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT: _truth(CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT, "isOptedOut"),
    **{
        operation: XmlForm(operation=operation, sender=_SENDER, read=read)
        for operation, read in _READERS.items()
    },
}
