"""What of a person, a device or an account is known by its shape, in texts that others wrote."""

from __future__ import annotations

import html
import ipaddress
import re
import unicodedata
from urllib.parse import unquote

_AT = r"(?:[@\uff20]|%(?:25){0,2}40|&#0{0,4}64;|&#[xX]0{0,4}40;|&commat;|\\{1,4}u0040|\\{1,4}x40)"
# An asterisk is in none of them: what Cognito has covered itself stays.
_LOCAL = r"\w.+~^!#$-"
_CODED = r"%(?!(?:25){0,2}40)[0-9A-Fa-f]{2}"
_DOMAIN = r"(?:\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){0,8}|\[[0-9A-Fa-f:.]{2,45}\])"
_QUOTE = r"(?:\\{0,4}\"|&quot;|&#34;|%22)"
_ESCAPE = r"(?:[nrt]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})"
_HIDDEN = r"\\(?:xad|u(?!0040)[0-9a-f]{4}|U[0-9a-f]{8})"  # an escape within a word
_UUID = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

# A local part begins where no character of one stands before it. What an escape made visible (\n)
# is no part of it, an escape of a hidden character within it (\u200b) is.
# Not possessive: Python 3.11.2 loses matches of such a group.
EMAIL = (
    rf"(?:(?<![{_LOCAL}'])|(?<=\\[nrt])|(?<=\\x[01][0-9a-f]))(?!(?<=\\){_ESCAPE})"
    rf"(?:[{_LOCAL}]|(?<=\w)'(?=\w)|{_CODED}|{_HIDDEN})+{_AT}{_DOMAIN}"
    rf"|{_QUOTE}[^\"@\n]{{1,64}}?{_QUOTE}{_AT}{_DOMAIN}"
)
# By its plus or its 00 alone: other digits are times, counts and ids.
PHONE = (
    r"(?<!\d)(?:[+\uff0b]|%2[Bb]|&#43;|\\{1,4}u002[bB]|\\{1,4}x2[bB])[ (]{0,2}(?!0)\d"
    r"(?:[ ().\-/]{0,2}\d){6,14}(?!\d)"
    r"|(?<![\w.+:-])00(?=[1-9])\d(?:[ .-]?\d){6,14}(?![\w-])"
)
DEVICE = rf"(?<![\w-])[A-Za-z0-9][A-Za-z0-9-]{{0,53}}_{_UUID}(?![\w-])"
ARN = (
    r"arn:aws[a-z-]{0,15}:[\w-]{0,40}:[\w-]{0,40}:\d{12}"
    r"(?::(?:user|federated-user|assumed-role)/[\w+=,.@/*-]{0,299}[\w+=@/*-])?"
)
# The last part of a UUID has twelve characters too.
ACCOUNT = r"(?:(?<![^\W_])(?<!\d\.)(?<![0-9A-Fa-f]{4}-)|(?<=%3[Aa]))\d{12}(?![^\W_]|\.\d)"
# What names a key or a role of AWS; the last four characters stay.
KEY_ID = (
    r"(?<![A-Za-z0-9])(?:A3T|AKIA|ASIA|ABIA|ACCA|AIDA|ARO)(?=[A-Z0-9]{0,20}\d)[A-Z0-9]{9,124}"
    r"(?::[\w+=,.@-]{0,63}[\w+=@-])?(?![A-Za-z0-9])"
)
ADDRESS = (
    r"(?<![\w.])(?<!\d-)(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)"
    r"|(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4})(?![\w:])"
)
# Without one of these there is nothing of the above in a text: most texts need no further look.
SUSPECT = re.compile(
    r"[@\uff20\uff0b%+&\\]|:[0-9A-Fa-f]{0,4}:|\d{9}|\.\d{1,3}\.|_[0-9A-Fa-f]{8}-|A[A-Z0-9]{11}"
)

_PERSON_IN_ARN = re.compile(r"(.*:(?:user|federated-user)/|.*:assumed-role/[^/]*/?)(.*)", re.DOTALL)
_SUB = re.compile(_UUID)


def is_sub(text: str) -> bool:
    """Whether it is a UUID, as Cognito gives to a user; a ticket's reader needs it."""
    return _SUB.fullmatch(text) is not None


def email_key(text: str) -> str:
    """The same for each way of writing one address."""
    plain = (
        unquote(unquote(unquote(html.unescape(text)))).replace("\\u0040", "@").replace("\\x40", "@")
    )
    return unicodedata.normalize("NFC", plain.strip('\\"')).casefold()


def phone_key(text: str) -> str:
    """The digits alone, without the 00 that stands for a plus."""
    plain = re.sub(r"%2[Bb]|&#43;|\\+(?:u00|x)2[bB]", "", text)
    return "".join(char for char in plain if char.isdigit()).removeprefix("00")


def masked_account(digits: str) -> str:
    """The last four digits of an account."""
    return f"********{digits[-4:]}"


def masked_arn(arn: str, person: str) -> str:
    """The ARN with a masked account, and `person` for a user or the name of a session."""
    masked = re.sub(r":(\d{12})(?=:|$)", lambda found: f":{masked_account(found[1])}", arn, count=1)
    named = _PERSON_IN_ARN.fullmatch(masked)
    return masked if named is None or not named[2] else f"{named[1]}{person}"


def masked_key_id(text: str) -> str:
    """The last four characters of the id; the name of a session behind it is gone."""
    return f"****{text.partition(':')[0][-4:]}"


def cut_address(text: str) -> str | None:
    """The network of an address (/24 or /48); itself where it names nobody, None for no address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback or address.is_unspecified or address.is_link_local:
        return text
    length = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, length), strict=False))
