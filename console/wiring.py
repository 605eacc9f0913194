"""Builds services and core objects; the window and the commands both start from here."""

from __future__ import annotations

import os
import platform
import time
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from console import __version__, resources
from console.cases.case import Case, CaseContext
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.errors import UserFacingError
from console.core.masking import LiveSecrets
from console.core.permit import OpenGuard
from console.core.ports import (
    Clock,
    CodeSource,
    Gateways,
    Journal,
    ProfileStore,
    SingleWindow,
    StoredProfiles,
    Vault,
)
from console.core.profile import Profile, ProfileKind
from console.core.record import AttemptRecord
from console.core.runner import AttemptRunner
from console.core.secret import Secret
from console.core.text import visible
from console.services.clock import SystemClock

if TYPE_CHECKING:
    from console.cases.write import Written
    from console.core.doctor.examination import Workstation

DATA_VARIABLE = "SIGNIN_CONSOLE_DATA"
_JOURNAL_KEY_S = 3600.0
_LOGS_KEYS = bool(os.environ.get("SSLKEYLOGFILE"))  # the first client takes it away


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What reaches out, built once a process."""

    clock: Clock
    gateways: Gateways
    journal: Journal
    profiles: ProfileStore
    vault: Vault
    runner: AttemptRunner

    def close(self) -> None:
        """Ends every thread and connection; blocks until they are gone."""
        self.gateways.close()
        self.journal.close()
        self.profiles.close()

    def outbox(self, profile: Profile) -> CodeSource:
        """Where `profile`'s practice pool shows its messages; empty for any other kind."""
        from console.services.outbox import PracticeOutbox

        if profile.kind is ProfileKind.PRACTICE and profile.endpoint_url is not None:
            return PracticeOutbox(profile.endpoint_url)
        return _NoOutbox()

    def export(
        self,
        record: AttemptRecord,
        path: Path,
        *,
        force: bool,
        names: bool = False,
        live: LiveSecrets | None = None,
    ) -> Written:
        """Writes the attempt's case in the format that the suffix names.

        `live` are its secrets: the finished file is searched for them.
        """
        from console.cases.case_diagnosis import Diagnosis
        from console.cases.registry import by_suffix
        from console.cases.write import write_case

        case = Case.from_record(
            record,
            case_context(self.clock),
            names=names,
            diagnosis=Diagnosis.of_record(record),
            live=live,
        )
        return write_case(case, path, by_suffix(path).name, force=force)


class _NoOutbox:
    async def newest_code(self, _username: str) -> Secret | None:
        return None


def data_directory(option: str | None) -> Path:
    """--data-dir, else the environment, else the platform's own place."""
    chosen = option or os.environ.get(DATA_VARIABLE)
    if not chosen:
        import platformdirs

        chosen = platformdirs.user_data_dir("signin-console", appauthor=False)
    try:
        return Path(chosen).expanduser().absolute()
    except RuntimeError:
        raise UserFacingError(
            "The data directory cannot be found.",
            f"There is no home directory for {visible(chosen, 200)}.",
            f"Name a folder with --data-dir or in {DATA_VARIABLE}.",
        ) from None


def build(
    directory: Path,
    *,
    not_kept: Callable[[UserFacingError], None],
    loading: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Services:
    """Builds everything. Costs no network, no keyring, no botocore: those wait for their use.

    Within `loading` a client is made ahead of its first call.
    """
    from console.services.gateways import CognitoGateways
    from console.services.journal import SqliteJournal
    from console.services.profiles import ProfileFile
    from console.services.secrets import KeyringVault
    from console.services.signatures import PoolKeys

    clock = SystemClock()
    gateways = CognitoGateways(clock, loading=loading)
    # A vault of its own: it may wait for the person who unlocks the keyring, as nobody else can.
    journal = SqliteJournal(directory, vault=KeyringVault(deadline_s=_JOURNAL_KEY_S), clock=clock)
    runner = AttemptRunner(
        gateways=gateways,
        journal=journal,
        guard=OpenGuard(),
        verifier=PoolKeys(gateways, clock),
        classifier=classifier,
        clock=clock,
        new_id=lambda: uuid.uuid4().hex,
        not_kept=not_kept,
    )
    return Services(
        clock=clock,
        gateways=gateways,
        journal=journal,
        profiles=ProfileFile(directory),
        vault=KeyringVault(),
        runner=runner,
    )


def single_window(directory: Path) -> SingleWindow:
    """What keeps it to one window a data directory."""
    from console.services.single_window import LocalSingleWindow

    return LocalSingleWindow(directory)


def workstation(directory: Path) -> Workstation:
    """What finds out how this machine is set up."""
    from console.services.workstation import ThisWorkstation

    return ThisWorkstation(directory, SystemClock(), logs_keys=_LOGS_KEYS)


async def stored_profiles(directory: Path) -> StoredProfiles:
    """What the profile file holds."""
    from console.services.profiles import ProfileFile

    store = ProfileFile(directory)
    try:
        return await store.load()
    finally:
        store.close()


@cache
def classifier() -> Classifier:
    """The classifier over the shipped catalogue, parsed once."""
    return Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))


def case_context(clock: Clock) -> CaseContext:
    """What a ticket's reader needs to know of this machine: nothing that names it or its user."""
    return CaseContext(
        program_version=__version__,
        python_version=platform.python_version(),
        platform=f"{platform.system()} {platform.release()} {platform.machine()}",
        time_zone=time.strftime("UTC%z"),
        exported_at=clock.now(),
        sdk_version=_sdk_version(),
    )


def _sdk_version() -> str:
    """Of botocore, without loading it."""
    try:
        return metadata.version("botocore")
    except metadata.PackageNotFoundError:  # a build that left the metadata out
        return ""
