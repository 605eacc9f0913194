"""One profile's boto3 clients: made lazily, their endpoint pinned, tried as further_tries says.

Whatever the network, the credentials or Cognito do comes back as a value; nothing above this file
sees botocore. Loading it takes a quarter of a second, so only workers import it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

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
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
from botocore.loaders import Loader
from botocore.utils import get_environ_proxies

from console import __version__
from console.core.call import ApiCall, CallResult, Failure, Origin, Reply
from console.core.practice_keys import PRACTICE_ACCESS_KEY_ID, PRACTICE_SECRET_ACCESS_KEY
from console.core.profile import Profile
from console.services.addresses import (
    check_endpoint,
    check_service,
    key_set_url,
    region_of,
)
from console.services.client_settings import (
    client_settings,
    nested_settings,
    no_prompt,
    proxies,
    trusted,
    unconfigured,
)
from console.services.clients import Clients
from console.services.errands import Errands
from console.services.exchange import Exchange
from console.services.failures import (
    STALE_KEYS,
    code_of,
    faults_named,
    forget_frames,
    from_library,
    message_of,
    refused,
    stopped,
)
from console.services.faults import ClientFaultError
from console.services.further_tries import may_pass, pauses_s
from console.services.key_sets import KEY_SET_LIMIT, judge_key_set
from console.services.model_files import GentleFiles
from console.services.parameters import revealed
from console.services.replies import NOT_COGNITO, NotBelievableError
from console.services.reply_forms import AnyForm, form_of
from console.services.silence import silence
from console.services.stops import CallStoppedError
from console.services.wire import WireSession

T = TypeVar("T")

_COGNITO: Final = "cognito-idp"
_AGENT: Final = f"signin-console/{__version__}"


class CognitoClient:
    """Used by several workers at once. A call is one HTTP request at most, unless it only reads."""

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

    def look(self, at: Callable[[_Made], T], exchange: Exchange) -> T | Failure:
        """What `at` sees of the set-up that the calls are made with."""
        return self._tried(lambda: at(self._ready()), exchange)

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
            return made.wire.get(key_set_url(self._profile, made.endpoint), agent=_AGENT)

    def _ask(self, call: ApiCall, form: AnyForm, exchange: Exchange) -> Mapping[str, Any]:
        """Makes the call, again where it may be; raises what the last try raised."""
        check_service(self._profile, call.operation)
        region = region_of(self._profile, call)
        made = self._ready()
        exchange.check()
        client = made.clients.of(call.service, region)
        if call.signed:
            made.keys.refresh(exchange)
        method = getattr(client, xform_name(call.operation))
        for pause_s in pauses_s(call.operation):
            try:
                with made.wire.carrying(exchange, form.judge, limit=form.limit):
                    return _send(method, call, exchange)
            except (BotoCoreError, ClientError, NotBelievableError) as error:
                header = exchange.header
                if not may_pass(code_of(error), header.http_status if header else None):
                    raise
                forget_frames(error)
            exchange.pause(pause_s)
        with made.wire.carrying(exchange, form.judge, limit=form.limit):
            return _send(method, call, exchange)

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
                if not record.tries:
                    self._forget()
                return Failure(record=record, origin=Origin.CLIENT, code=code, message=message)
            case BotoCoreError():
                if not record.tries:
                    self._forget()  # what was wrong may be put right before the next call
                return from_library(record, error)
        return None

    def _refusal(self, error: ClientError, exchange: Exchange) -> Failure:
        if code_of(error) in STALE_KEYS:
            self._forget()
        return refused(exchange.record(), error)

    def _ready(self) -> _Made:
        with self._lock:
            if self._made is None:
                self._made = _make(self._profile, self._errands, self._wire)
                self._wire = self._made.wire
            return self._made

    def _forget(self) -> None:
        with self._lock:
            self._made = None


def _send(
    method: Callable[..., Mapping[str, Any]], call: ApiCall, exchange: Exchange
) -> Mapping[str, Any]:
    params = {name: revealed(value) for name, value in call.params.items()}
    try:
        return method(**params)
    except (BotoCoreError, ClientError, CallStoppedError, NotBelievableError):
        raise
    except Exception:
        if exchange.header is None:
            raise
        # Types that no reply of AWS has made botocore's parser stumble.
        sentence = "The answer is not built as those of AWS are."
        raise NotBelievableError(NOT_COGNITO, sentence) from None
    finally:
        params.clear()


@dataclass(slots=True, kw_only=True)
class _Made:
    core: botocore.session.Session
    clients: Clients
    keys: _Keys
    wire: WireSession
    endpoint: Callable[[str], str]  # of Cognito in a region, as the profile chooses


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

    @property
    def source(self) -> Credentials | None:
        """What was found, once it was looked for."""
        return self._source

    def search(self, chain: CredentialResolver) -> None:
        """The keys are those that `chain` finds."""
        self._chain = chain

    def refresh(self, exchange: Exchange) -> None:
        """Looks for keys, or renews those that expire. Whatever it needs may hang."""
        source = self._source
        # Another worker that has found them may not have pinned them yet.
        ready = self._pinned is not None and source is not None and not _expires(source)
        if self._fixed or ready:
            return
        try:
            self._pinned = self._errands.run(
                self._fetch,
                name="signin-credentials",
                exchange=exchange,
                left_behind=exchange.leave_behind,
            )
        except ClientError as error:  # another service said no to giving credentials
            raise ClientFaultError(
                code_of(error, "CredentialRetrievalError"),
                f"{error.operation_name}: {message_of(error)}",
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
    with faults_named(passing=BotoCoreError):
        return _make_client(profile, errands, wire)


def _make_client(profile: Profile, errands: Errands, wire: WireSession | None) -> _Made:
    core = _session(profile)
    keys = _Keys(_PRACTICE_KEYS if profile.simulated else None, errands)
    if not profile.simulated:
        keys.search(_credential_chain(core, profile.region))
    core.register_component("credential_provider", keys)
    session: Any = boto3.session.Session(botocore_session=core, region_name=profile.region)

    def client_of(service: str, region: str) -> Any:
        return session.client(
            service,
            region_name=region,
            endpoint_url=profile.endpoint_url,
            verify=trusted(profile, core.get_config_variable),
            config=Config(**client_settings(profile, _AGENT)),
        )

    def attached(service: str, region: str) -> Any:
        with faults_named(passing=BotoCoreError):
            client = client_of(service, region)
        carrier.attach(client)
        return client

    client = client_of(_COGNITO, profile.region)
    carrier = wire or WireSession(
        verify=trusted(profile, core.get_config_variable),
        search=lambda url: proxies(profile, url, get_environ_proxies),
        connect_timeout_s=profile.connect_timeout_s,
        read_timeout_s=profile.read_timeout_s,
        errands=errands,
    )
    carrier.attach(client)
    carrier.lend(core)
    return _Made(
        core=core,
        clients=Clients(attached, {(_COGNITO, profile.region): client}),
        keys=keys,
        wire=carrier,
        endpoint=lambda region: _endpoint(core, profile, region),
    )


def _endpoint(core: Any, profile: Profile, region: str) -> str:
    """As the clients find it by the rules; what they say of it themselves may be another one."""
    rules = core.get_component("data_loader").load_service_model(_COGNITO, "endpoint-rule-set-1")
    found = EndpointProvider(rules, core.get_data("partitions")).resolve_endpoint(
        Region=region, UseFIPS=profile.use_fips, UseDualStack=profile.use_dualstack
    )
    return str(found.url)


def _session(profile: Profile) -> botocore.session.Session:
    core = botocore.session.Session(
        session_vars=_UNCONFIGURED if profile.simulated else None, profile=profile.aws_profile
    )
    core.set_config_variable("csm_enabled", False)
    core.set_config_variable("sts_regional_endpoints", "regional")  # the profile's region, always
    if profile.ca_bundle is not None:
        core.set_config_variable("ca_bundle", profile.ca_bundle)
    core.register_component("data_loader", _loader())
    core.set_default_client_config(Config(**nested_settings(profile)))
    return core


def _credential_chain(core: botocore.session.Session, region: str) -> CredentialResolver:
    """botocore's own search, but for two things that would hang a workstation."""
    chain = create_credential_resolver(core, region_name=region)
    chain.remove("iam-role")  # asks a link-local address that does not exist there
    roles: Any = chain.get_provider("assume-role")
    roles._prompter = no_prompt  # noqa: SLF001 - its own reads from an unseen terminal
    return chain


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
_UNCONFIGURED: Final = unconfigured(botocore.session.Session.SESSION_VARIABLES)
