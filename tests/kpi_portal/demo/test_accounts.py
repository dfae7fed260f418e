"""Who is printed on the screen sees what the words beside the name promise."""

from __future__ import annotations

import pytest

from contracts.domain.months import Month
from contracts.models import User
from contracts.selectors import contracts_visible_to
from contracts.services.contract_load import contract_load
from kpi_portal.demo.accounts import ACCOUNTS, PASSWORD, welcome
from kpi_portal.demo.model_buyer.documents import contract_text
from kpi_portal.demo.model_buyer.story import Story
from kpi_portal.demo.model_buyer.world import UNITS
from kpi_portal.demo.seed import make_account

pytestmark = pytest.mark.django_db
SEEN = {
    "buyer": ["nordlys-bre", "nordlys-fjord", "nordlys-inhouse"],
    "vendor": ["nordlys-fjord"],
    "rival": ["nordlys-bre"],
    "outsider": ["havbris-kyst"],
}


@pytest.fixture
def people() -> None:
    for unit in UNITS:
        contract_load(text=contract_text(unit.key, Month(2024, 11), Story()))
    for _ in ("a first start", "a later start"):
        for account in ACCOUNTS:
            make_account(account)


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
@pytest.mark.usefixtures("people")
def test_everyone_sees_their_own_contracts_and_no_others(account: object) -> None:
    name = getattr(account, "username", "")
    user = User.objects.get(username=name)
    assert user.check_password(PASSWORD)
    assert sorted(contracts_visible_to(user).values_list("key", flat=True)) == SEEN[name]


def test_the_screen_names_the_address_and_everyone() -> None:
    text = welcome(8123)
    assert "http://127.0.0.1:8123/" in text
    assert all(f"{account.username} " in text and account.shown_as in text for account in ACCOUNTS)
