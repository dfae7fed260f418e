"""Take a file in: once it is safe on disk its row is the promise that it will be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from django.db import IntegrityError, OperationalError, transaction

from contracts.selectors import Actor, Contract, side_of
from contracts.services.audit import actor_kind, audit_write
from metrics.domain.delivery_errors import FeedNotTaken, NoSpace, ProfileMismatch
from metrics.domain.records import FEEDS
from metrics.models import Delivery, DeliveryState, SourceProfile
from metrics.services.uploads import clean_name, contact_store, most_bytes, upload_save

GIVEN_UP = (DeliveryState.REFUSED, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The delivery of a file; `repeat` when the same file had come before and stands already."""

    delivery: Delivery
    repeat: bool


def delivery_receive(
    *,
    contract: Contract,
    feed: str,
    profile: SourceProfile,
    file: BinaryIO,
    file_name: str,
    by: Actor | None,
    door: str,
    backfill: bool = False,
) -> Receipt:
    """Store the file, then promise to read it. The same file again gives the delivery that there is.

    `door` is page, api or command. Raises FeedNotTaken, ProfileMismatch, FileNameMissing, FileTooLarge, NoSpace.
    """
    if feed not in FEEDS:
        raise FeedNotTaken(feed=feed)
    if profile.contract_id != contract.pk or profile.feed != feed:
        raise ProfileMismatch(profile=profile.key, feed=feed)
    name = clean_name(file_name)
    store = contact_store()
    saved = upload_save(store=store, contract_id=contract.pk, file=file, most=most_bytes(door))
    facts = {
        "contract": contract,
        "feed": feed,
        "profile": profile,
        "file_name": name,
        "file_path": saved.path,
        "size": saved.size,
        "sha256": saved.sha256,
        "door": door,
        "backfill": backfill,
    }
    try:
        receipt = _promise(contract, Delivery(**facts), by)
    except BaseException:
        store.remove(saved.path)
        raise
    if receipt.repeat:
        store.remove(saved.path)
    return receipt


def _promise(contract: Contract, delivery: Delivery, by: Actor | None) -> Receipt:
    """The row of the delivery, or the one that stands: of a race of equal files the constraint lets one through."""
    for last_try in (False, False, True):
        standing = _standing(delivery)
        if standing is not None:
            return Receipt(standing, repeat=True)
        try:
            _commit(contract, delivery, by)
        except IntegrityError:
            if last_try:
                raise
            delivery.pk = None
        except OperationalError as error:
            if "full" in str(error):
                raise NoSpace() from error
            raise
        else:
            break
    return Receipt(delivery, repeat=False)


def _standing(delivery: Delivery) -> Delivery | None:
    """The delivery of the same file that was neither refused nor given up."""
    same = Delivery.objects.within(delivery.contract_id).filter(
        feed=delivery.feed, sha256=delivery.sha256, profile=delivery.profile_id
    )
    return same.exclude(state__in=GIVEN_UP).first()


@transaction.atomic
def _commit(contract: Contract, delivery: Delivery, by: Actor | None) -> None:
    delivery.received_by_kind = actor_kind(by)
    delivery.received_by_id = by.public_id if by is not None else ""
    if by is not None:
        delivery.organisation = contract.buyer if side_of(by, contract) == "buyer" else contract.vendor
    delivery.save(force_insert=True)
    audit_write(
        action="delivery_receive",
        by=by,
        contract=contract,
        organisation=delivery.organisation,
        object_kind="delivery",
        object_id=delivery.public_id,
        after={
            "feed": delivery.feed,
            "profile": f"{delivery.profile.key} v{delivery.profile.version}",
            "file_name": delivery.file_name,
            "size": delivery.size,
            "sha256": delivery.sha256,
            "door": delivery.door,
        },
    )
