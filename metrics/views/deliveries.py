"""Deliveries: hand in a file, follow it, see what was not taken and why."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contracts.domain.errors import DomainError
from contracts.domain.roles import SEE_DELIVERIES, UPLOAD
from contracts.selectors import Actor, Contract, contract_visible_to, may, require
from metrics.forms.delivery import DeliveryForm
from metrics.presentation.deliveries import delivery_lines, delivery_page
from metrics.presentation.downloads import rejected_download
from metrics.presentation.messages import sentence
from metrics.presentation.waiting import waiting_sentences
from metrics.selectors.deliveries import deliveries_of, delivery_of, first_rejected, profiles_of, somebody_works
from metrics.selectors.waiting import waiting_of
from metrics.services.deliveries import delivery_receive
from metrics.services.doorbell import ring

PAGE_SIZE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def deliveries(request: HttpRequest, key: str) -> HttpResponse:
    """The list of deliveries, and the door for a new one."""
    contract = contract_visible_to(request.user, key)
    require(request.user, SEE_DELIVERIES, contract)
    form = DeliveryForm(request.POST or None, request.FILES or None, profiles=profiles_of(contract))
    if request.method == "POST":
        require(request.user, UPLOAD, contract)
        if form.is_valid() and (address := _receive(request, contract, form)) is not None:
            return address
    return _show(request, contract, form, 400 if request.method == "POST" else 200)


def _show(request: HttpRequest, contract: Contract, form: DeliveryForm, status: int) -> HttpResponse:
    pages = Paginator(deliveries_of(contract), PAGE_SIZE)
    shown = pages.get_page(request.GET.get("page"))
    page = {
        "current": "deliveries",
        "contract": contract,
        "form": form,
        "may_upload": may(request.user, UPLOAD, contract),
        "pages": shown,
        "lines": delivery_lines(contract, shown.object_list),
        "waiting": waiting_sentences(contract, waiting_of(contract), timezone.now()),
        "nobody_works": not somebody_works(timezone.now()),
    }
    return render(request, "metrics/deliveries.html", page, status=status)


def _receive(request: HttpRequest, contract: Contract, form: DeliveryForm) -> HttpResponse | None:
    """Take the file in and go to its page; what is wrong with it stands beside the field."""
    file = form.cleaned_data["file"]
    try:
        receipt = delivery_receive(
            contract=contract,
            feed=form.chosen_profile.feed,
            profile=form.chosen_profile,
            file=file,
            file_name=file.name,
            by=cast(Actor, request.user),
            door="page",
        )
    except DomainError as error:
        form.add_error("file", sentence(error))
        return None
    if not receipt.repeat:
        transaction.on_commit(partial(ring, receipt.delivery))
    response = redirect("metrics:delivery", contract.key, receipt.delivery.public_id)
    if receipt.repeat:
        response["Location"] += "?repeat=1"
    return response


@require_safe
@login_required
@never_cache
def delivery(request: HttpRequest, key: str, delivery_id: str) -> HttpResponse:
    """One delivery; htmx asks for the same page and takes the part that changes."""
    contract = contract_visible_to(request.user, key)
    require(request.user, SEE_DELIVERIES, contract)
    found = delivery_of(contract, delivery_id)
    page = {
        "current": "deliveries",
        "contract": contract,
        "delivery": found,
        "page": delivery_page(contract, found, list(first_rejected(found))),
        "is_repeat": "repeat" in request.GET,
    }
    return render(request, "metrics/delivery.html", page)


@require_safe
@login_required
def rejected(request: HttpRequest, key: str, delivery_id: str) -> HttpResponseBase:
    """All rejected rows as CSV, to correct and deliver again."""
    contract = contract_visible_to(request.user, key)
    require(request.user, SEE_DELIVERIES, contract)
    return rejected_download(delivery_of(contract, delivery_id))
