"""The empty page: the frame of every page and nothing in it."""

from __future__ import annotations

import pytest
from django.test import Client

from benchmarks import site_settings
from contracts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("benchmarks.site_urls")]


def test_the_empty_page_has_the_frame_of_all_pages(client: Client, buyer_manager: User) -> None:
    client.force_login(buyer_manager)
    answer = client.get("/empty/")
    assert answer.status_code == 200
    assert "base.html" in [template.name for template in answer.templates]
    assert 'id="content"' in answer.content.decode()


def test_the_empty_page_is_for_people_who_are_logged_in(client: Client) -> None:
    assert client.get("/empty/").status_code == 302


def test_the_product_stays_whole_beside_it(client: Client, buyer_manager: User) -> None:
    client.force_login(buyer_manager)
    assert client.get("/").status_code == 200


def test_the_server_has_the_products_middleware() -> None:
    from kpi_portal.settings import base

    assert site_settings.MIDDLEWARE == base.MIDDLEWARE
    assert site_settings.ROOT_URLCONF == "benchmarks.site_urls"
