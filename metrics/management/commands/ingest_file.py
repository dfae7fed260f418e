"""manage.py ingest_file FILE --contract KEY --profile KEY [--feed surveys] [--wait] [--json]"""

from __future__ import annotations

import json as json_text
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from contracts.domain.errors import DomainError
from contracts.selectors import contract_by_key
from metrics.domain.line_balance import NAMES
from metrics.domain.records import FEEDS
from metrics.models import Delivery, DeliveryState
from metrics.selectors.deliveries import FINAL, delivery_document, profile_of
from metrics.services.claims import claims_release
from metrics.services.deliveries import Receipt, delivery_receive
from metrics.services.delivery_process import delivery_process
from metrics.services.doorbell import ring

LOOK_EVERY_S = 0.5
WRONG_USE = 2


class Command(BaseCommand):
    """Take in one file. Exit 0: applied (or received, without --wait); 1: refused or failed; 2: wrong use."""

    help = "Take in one file of a contract. Exit 0: applied; 1: refused or failed; 2: wrong use."
    requires_system_checks = ()  # pages are not needed here

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, whose it is, and how it is read."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--contract", required=True, metavar="KEY")
        parser.add_argument("--profile", required=True, metavar="KEY", help="source profile; its newest version reads")
        parser.add_argument("--feed", choices=FEEDS, default=None, help="the profile's feed when left out")
        parser.add_argument("--wait", action="store_true", help="until the end; works itself when no worker does")
        parser.add_argument("--json", action="store_true", help="print the delivery as JSON")

    def handle(self, *, json: bool, wait: bool, **options: Any) -> None:
        """Receive, then ring or work; the exit code tells how it ended."""
        receipt = _receive(**options)
        delivery = receipt.delivery
        if wait:
            delivery = _work_until_final(delivery)
        elif not receipt.repeat:
            ring(delivery)
        document = delivery_document(delivery, repeat=receipt.repeat)
        self.stdout.write(json_text.dumps(document, ensure_ascii=False) if json else _in_words(document))
        if delivery.state not in (DeliveryState.APPLIED, DeliveryState.RECEIVED, DeliveryState.READING):
            sys.exit(1)


def _receive(*, file: Path, contract: str, profile: str, feed: str | None, **_: Any) -> Receipt:
    try:
        agreed = contract_by_key(contract)
        source = profile_of(agreed, profile)
        with file.open("rb") as stream:
            return delivery_receive(
                contract=agreed,
                feed=feed or source.feed,
                profile=source,
                file=stream,
                file_name=file.name,
                by=None,
                door="command",
            )
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}", returncode=WRONG_USE) from None
    except DomainError as error:
        raise CommandError(error.message(), returncode=WRONG_USE if error.status in (400, 404) else 1) from None


def _work_until_final(delivery: Delivery) -> Delivery:
    """Do the work if nobody else has it in hand, else wait for who has; a silent worker's delivery is taken over."""
    while (delivery := delivery_process(delivery_id=delivery.pk)).state not in FINAL:
        time.sleep(LOOK_EVERY_S)
        claims_release(now=timezone.now(), delivery_id=delivery.pk)
    return delivery


def _in_words(document: dict[str, Any]) -> str:
    """A few lines for people."""
    lines = [f"Delivery {document['delivery']}: {document['state']}" + (" (came before)" if document["repeat"] else "")]
    counts = [f"{document['rows'][name]} {name}" for name in NAMES if document["rows"][name]]
    lines += [", ".join(counts)] if counts else []
    lines += [f"Months: {', '.join(document['months'])}"] if document["months"] else []
    lines += [f"Rejected {code}: {n}" for code, n in document["reasons"].items()]
    lines += [f"Note: {warning['message']}" for warning in document["warnings"]]
    if refusal := document["refusal"]:
        lines.append(refusal["message"])
        lines += [f"Lines: {', '.join(str(line) for line in refusal['lines'])}"] if refusal["lines"] else []
    return "\n".join(lines)
