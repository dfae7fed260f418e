"""Load a source profile: the same document again changes nothing, another one is the next version."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from contracts.selectors import Actor, Contract
from contracts.services.audit import audit_write
from metrics.ingest.profile import Profile
from metrics.ingest.profile_document import profile_from_text
from metrics.models import SourceProfile

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class LoadedProfile:
    """The profile as stored, and whether this load made it."""

    profile: SourceProfile
    created: bool


def profile_load(*, contract: Contract, text: str, by: Actor | None) -> LoadedProfile:
    """Store a profile document (YAML) for a contract. Raises DocumentInvalid with line and column.

    Deliveries name the version by which they are read, so a version never changes.
    """
    profile = profile_from_text(text)
    for attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                return _load(contract, profile, by)
        except IntegrityError:
            if attempt == _ATTEMPTS - 1:
                raise  # not a race after all
    raise AssertionError("unreachable")


def _load(contract: Contract, profile: Profile, by: Actor | None) -> LoadedProfile:
    newest = SourceProfile.objects.within(contract).filter(key=profile.key).order_by("-version").first()
    if newest is not None and newest.document_hash == profile.hash:
        return LoadedProfile(newest, created=False)
    made = SourceProfile.objects.create(
        contract=contract,
        key=profile.key,
        version=newest.version + 1 if newest is not None else 1,
        feed=profile.feed,
        source=profile.source,
        document=profile.to_document(),
        document_hash=profile.hash,
    )
    audit_write(
        action="profile.load",
        by=by,
        contract=contract,
        object_kind="source_profile",
        object_id=made.pk,
        before={"version": newest.version, "hash": newest.document_hash} if newest is not None else None,
        after={"key": made.key, "version": made.version, "feed": made.feed, "hash": made.document_hash},
    )
    return LoadedProfile(made, created=True)
