"""One profile's boto3 client: made lazily, its endpoint pinned, every call tried exactly once.

Whatever the network, the credentials or Cognito do comes back as a value; nothing above this file
sees botocore. Loading it takes a quarter of a second, so only workers import it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeVar

import boto3.session
import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.credentials import (
    CredentialResolver,
    Credentials,
    ReadOnlyCredentials,
    RefreshableCredentials,
    create_credential_resolver,
)
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
from botocore.loaders import Loader
from botocore.utils import get_environ_proxies

from console import __version__
from console.core.call import ApiCall, CallResult, Failure, Origin, Reply
from console.core.practice_keys import PRACTICE_ACCESS_KEY_ID, PRACTICE_SECRET_ACCESS_KEY
from console.core.profile import Profile, is_loopback_url
from console.services.addresses import check_endpoint, key_set_url
from console.services.errands import Errands, ErrandsExhaustedError
from console.services.exchange import CallStoppedError, Exchange
from console.services.failures import (
    MFA_PROMPT,
    UNREADABLE_CONFIG,
    ClientFaultError,
    forget_frames,
    from_library,
    shortened,
    stopped,
)
from console.services.key_sets import KEY_SET_LIMIT, judge_key_set
from console.services.model_files import GentleFiles
from console.services.parameters import revealed
from console.services.replies import NOT_COGNITO, NotBelievableError
from console.services.reply_forms import Form, form_of
from console.services.silence import silence
from console.services.wire import WireSession

T = TypeVar("T")

_AGENT: Final = f"signin-console/{__version__}"
_CODE_LIMIT: Final = 128
# After these the operator has to renew credentials, so they are read anew by the next call.
_STALE_KEYS: Final = frozenset(
    {
        "ExpiredTokenException",
        "ExpiredToken",
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
    }
)


class CognitoClient:
    """Used by several workers at once; each call is one HTTP request at most."""

    def __init__(self, profile: Profile, errands: Errands) -> None:
        self._profile = profile
        self._errands = errands
        self._lock = threading.Lock()
        self._made: _Made | None = None
        self._wire: WireSession | None = None

    def warm(self) -> None:
        """Makes the client. Raises what the first call would tell as a failure."""
        self._ready()

    def perform(self, call: ApiCall, exchange: Exchange) -> CallResult:
        """Makes the call. Raises only for a bug of ours."""
        form = form_of(call.operation)
        values = self._tried(lambda: form.values(self._ask(call, form, exchange)), exchange)
        if isinstance(values, Failure):
            return values
        return Reply(record=exchange.record(), **values)

    def key_set(self, exchange: Exchange) -> bytes | Failure:
        """The pool's public keys, as they are served: a JSON object. Needs no credentials."""
        return self._tried(lambda: self._fetch_key_set(exchange), exchange)

    def close(self) -> None:
        """Closes every connection of this profile."""
        with self._lock:
            wire, self._wire, self._made = self._wire, None, None
        if wire is not None:
            wire.close()

    def _tried(self, work: Callable[[], T], exchange: Exchange) -> T | Failure:
        """The result of `work`, or the failure that stands for what it raised or for a stop."""
        try:
            result = work()
        except Exception as error:
            failure = self._failure(error, exchange)
            forget_frames(error)
            if failure is None:
                raise
            return failure
        was = exchange.end()
        return result if was is None else stopped(exchange.record(), was.cause)

    def _fetch_key_set(self, exchange: Exchange) -> bytes:
        made = self._ready()
        exchange.check()
        with made.wire.carrying(exchange, judge_key_set, limit=KEY_SET_LIMIT):
            return made.wire.get(key_set_url(self._profile, made.suffix), agent=_AGENT)

    def _ask(self, call: ApiCall, form: Form, exchange: Exchange) -> Mapping[str, Any]:
        made = self._ready()
        exchange.check()
        if call.signed:
            made.keys.refresh(exchange)
        params = {name: revealed(value) for name, value in call.params.items()}
        method: Callable[..., Mapping[str, Any]] = getattr(made.client, xform_name(call.operation))
        try:
            with made.wire.carrying(exchange, form.judge):
                return method(**params)
        except (BotoCoreError, ClientError, CallStoppedError, NotBelievableError):
            raise
        except Exception:
            if exchange.header is None:
                raise
            # Types that no reply of Cognito has made botocore's parser stumble.
            sentence = "The answer is not built as Cognito's are."
            raise NotBelievableError(NOT_COGNITO, sentence) from None
        finally:
            params.clear()

    def _failure(self, error: Exception, exchange: Exchange) -> Failure | None:
        was = exchange.end()
        record = exchange.record()
        if was is not None:
            return stopped(record, was.cause)
        match error:
            case NotBelievableError(code=code, sentence=sentence):
                return Failure(record=record, origin=Origin.REPLY, code=code, message=sentence)
            case ClientError():
                return self._refusal(error, exchange)
            case ClientFaultError(code=code, message=message):
                self._forget()
                return Failure(record=record, origin=Origin.CLIENT, code=code, message=message)
            case BotoCoreError():
                if not record.tries:
                    self._forget()  # what was wrong may be put right before the next call
                return from_library(record, error)
        return None

    def _refusal(self, error: ClientError, exchange: Exchange) -> Failure:
        told = error.response.get("Error", {})
        code = shortened(told.get("Code"))[:_CODE_LIMIT] or "Unknown"
        if code in _STALE_KEYS:
            self._forget()
        return Failure(
            record=exchange.record(),
            origin=Origin.SERVICE,
            code=code,
            message=shortened(told.get("Message")),
        )

    def _ready(self) -> _Made:
        with self._lock:
            if self._made is None:
                self._made = _make(self._profile, self._errands, self._wire)
                self._wire = self._made.wire
            return self._made

    def _forget(self) -> None:
        with self._lock:
            self._made = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    client: Any
    keys: _Keys
    wire: WireSession
    suffix: Callable[[str], str]  # of the domain that a region's hosts are in


class _Keys(Credentials):
    """What the client signs with. `refresh` fetches it beforehand, where a stop can reach."""

    def __init__(self, fixed: ReadOnlyCredentials | None, errands: Errands) -> None:
        super().__init__("", "")
        self._pinned = fixed
        self._fixed = fixed is not None
        self._errands = errands
        self._chain: CredentialResolver | None = None
        self._source: Credentials | None = None
        self._lock = threading.Lock()

    def search(self, chain: CredentialResolver) -> None:
        """The keys are those that `chain` finds."""
        self._chain = chain

    def refresh(self, exchange: Exchange) -> None:
        """Looks for keys, or renews those that expire. Whatever it needs may hang."""
        source = self._source
        if self._fixed or (source is not None and not _expires(source)):
            return
        try:
            self._pinned = self._errands.run(
                self._fetch, name="signin-credentials", exchange=exchange
            )
        except ErrandsExhaustedError as error:
            raise ClientFaultError("CredentialRetrievalError", f"{error}".capitalize()) from None
        except ClientError as error:  # another service said no to giving credentials
            told = error.response.get("Error", {})
            raise ClientFaultError(
                shortened(told.get("Code"))[:_CODE_LIMIT] or "CredentialRetrievalError",
                f"{error.operation_name}: {shortened(told.get('Message'))}",
            ) from None

    def _fetch(self) -> ReadOnlyCredentials:
        try:
            with self._lock:
                return self._found().get_frozen_credentials()
        except (BotoCoreError, ClientError, ClientFaultError):
            raise
        except Exception as error:  # noqa: BLE001 - any program or file may be a source
            raise ClientFaultError(
                "CredentialRetrievalError",
                f"A source of credentials failed ({type(error).__name__}).",
            ) from None

    def _found(self) -> Credentials:
        if self._source is None and self._chain is not None:
            self._source = self._chain.load_credentials()
        if self._source is None:
            raise NoCredentialsError
        return self._source

    def load_credentials(self) -> Credentials:
        """As the session's provider of credentials it gives itself."""
        return self

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """For botocore's signer; waits for nothing."""
        if self._pinned is None:
            raise NoCredentialsError
        return self._pinned


def _expires(source: Credentials) -> bool:
    return isinstance(source, RefreshableCredentials) and bool(source.refresh_needed())


def _make(profile: Profile, errands: Errands, wire: WireSession | None) -> _Made:
    check_endpoint(profile)
    silence()
    try:
        return _make_client(profile, errands, wire)
    except BotoCoreError:
        raise
    except OSError as error:
        # Without its text: it names a file of this machine, and the kind of trouble is enough.
        raise ClientFaultError(
            UNREADABLE_CONFIG, f"The AWS configuration cannot be read ({type(error).__name__})."
        ) from None
    except ValueError as error:
        raise ClientFaultError(
            "InvalidConfigError", f"A setting for AWS cannot be used: {shortened(str(error))}"
        ) from None


def _make_client(profile: Profile, errands: Errands, wire: WireSession | None) -> _Made:
    core = botocore.session.Session(
        session_vars=_UNCONFIGURED if profile.simulated else None, profile=profile.aws_profile
    )
    keys = _Keys(_PRACTICE_KEYS if profile.simulated else None, errands)
    core.set_config_variable("csm_enabled", False)
    if profile.ca_bundle is not None:
        core.set_config_variable("ca_bundle", profile.ca_bundle)
    core.register_component("data_loader", _loader())
    core.set_default_client_config(_nested_config(profile))
    if not profile.simulated:
        keys.search(_credential_chain(core, profile.region))
    core.register_component("credential_provider", keys)
    session = boto3.session.Session(botocore_session=core, region_name=profile.region)
    client = session.client(
        "cognito-idp",
        endpoint_url=profile.endpoint_url,
        verify=_verify(core, profile),
        config=_config(profile),
    )
    if wire is None:
        wire = WireSession(
            verify=_verify(core, profile),
            proxies=_proxies(profile, client.meta.endpoint_url),
            connect_timeout_s=profile.connect_timeout_s,
            read_timeout_s=profile.read_timeout_s,
            errands=errands,
        )
    wire.attach(client)
    return _Made(client=client, keys=keys, wire=wire, suffix=lambda name: _suffix(core, name))


def _suffix(core: botocore.session.Session, region: str) -> str:
    name: str = core.get_partition_for_region(region)
    known: Any = core.get_data("partitions")
    return str(next(p["outputs"]["dnsSuffix"] for p in known["partitions"] if p["id"] == name))


def _config(profile: Profile) -> Config:
    own = {"use_fips_endpoint": False, "use_dualstack_endpoint": False}
    settings: dict[str, Any] = {
        "connect_timeout": profile.connect_timeout_s,
        "read_timeout": profile.read_timeout_s,
        "retries": {"total_max_attempts": 1, "mode": "standard"},
        "defaults_mode": "legacy",
        "ignore_configured_endpoint_urls": True,
        "parameter_validation": True,
        "disable_request_compression": True,
        "proxies": {},  # for the client's own session, which is never used
        "user_agent_extra": _AGENT,
        **(own if profile.endpoint_url is not None else {}),
    }
    return Config(**settings)


def _nested_config(profile: Profile) -> Config:
    """For the clients that botocore makes to fetch credentials."""
    settings: dict[str, Any] = {
        "connect_timeout": profile.connect_timeout_s,
        "read_timeout": profile.read_timeout_s,
    }
    if profile.proxy is not None:
        settings["proxies"] = {"http": profile.proxy, "https": profile.proxy}
    return Config(**settings)


def _verify(core: botocore.session.Session, profile: Profile) -> str | bool:
    if profile.ca_bundle is not None:
        return profile.ca_bundle
    if profile.simulated:
        return True
    found: str | None = core.get_config_variable("ca_bundle")
    return found or os.environ.get("REQUESTS_CA_BUNDLE") or True


def _proxies(profile: Profile, url: str) -> dict[str, str]:
    if is_loopback_url(url):
        return {}
    if profile.proxy is not None:
        return {"http": profile.proxy, "https": profile.proxy}
    found: Mapping[str, str] = get_environ_proxies(url)
    return {scheme: found[scheme] for scheme in ("http", "https") if scheme in found}


def _credential_chain(core: botocore.session.Session, region: str) -> CredentialResolver:
    """botocore's own search, but for two things that would hang a workstation."""
    chain = create_credential_resolver(core, region_name=region)
    chain.remove("iam-role")  # asks a link-local address that does not exist there
    roles: Any = chain.get_provider("assume-role")
    roles._prompter = _no_prompt  # noqa: SLF001 - its own reads from an unseen terminal
    return chain


def _no_prompt(_text: str) -> NoReturn:
    raise ClientFaultError(
        MFA_PROMPT,
        "The AWS profile assumes a role that needs an MFA code (mfa_serial), and the console "
        "cannot ask for one.",
    )


def _loader() -> Loader:
    """botocore's own data alone: a model in ~/.aws/models could name another endpoint."""
    return Loader(
        extra_search_paths=[Loader.BUILTIN_DATA_PATH],
        file_loader=_FILES,
        include_default_search_paths=False,
    )


_FILES: Final[Any] = GentleFiles()
_PRACTICE_KEYS: Final = ReadOnlyCredentials(
    PRACTICE_ACCESS_KEY_ID, PRACTICE_SECRET_ACCESS_KEY, None
)
# Variables of a session that reads neither the environment nor any file of AWS.
_UNCONFIGURED: Final = {
    name: (None, None, os.devnull if name.endswith("_file") else variable[2], variable[3])
    for name, variable in botocore.session.Session.SESSION_VARIABLES.items()
}
