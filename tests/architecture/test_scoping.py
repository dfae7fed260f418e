"""Rows are asked for by contract; who looks past that (`all_rows`) is named here, with the reason."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.rooms import files, name_of, tree_of

# The managers that know no contract, by their own name and by Django's. A row's `contract` is not checked by them.
UNSCOPED = {"all_rows", "_default_manager", "_base_manager"}
# Django's short cuts go by the default manager, which is all_rows.
SHORT_CUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}

# A new line here is a decision about who may see whose rows: never for a view, an API or a page.
ALLOWED = {
    "metrics/selectors/deliveries.py": "delivery_by_id: the operator's door, for commands",
    "metrics/selectors/months.py": "contracts_with_months: the operator's door, for commands",
    "metrics/services/claims.py": "a worker holds a delivery by id and claim token, whosever it is",
    "metrics/services/delivery_process.py": "a worker is told a delivery's id and learns the contract from its row",
    "metrics/services/figures_write.py": "writes rows that name their contract; forgets figure sets by id",
    "metrics/services/garbage.py": "looks over the whole store for what nobody points at",
    "metrics/services/sweep.py": "looks after what was left undone, of all contracts",
}


def unscoped_uses(tree: ast.AST) -> set[str]:
    """Names of unscoped doors that the code goes through: as attribute, by getattr or by import."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in UNSCOPED:
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in UNSCOPED:
            found.add(node.value)
        elif isinstance(node, ast.alias) and node.name in SHORT_CUTS:
            found.add(node.name)
    return found


def users_among(paths: Iterable[Path]) -> set[str]:
    """Files that use an unscoped door; the models themselves declare it."""
    return {name_of(path) for path in paths if "models" not in path.parts and unscoped_uses(tree_of(path))}


def test_only_named_files_look_past_the_contract() -> None:
    assert users_among(files()) - set(ALLOWED) == set()


def test_no_file_is_named_that_no_longer_needs_it() -> None:
    assert set(ALLOWED) - users_among(files()) == set()


def test_nobody_who_answers_people_or_programs_is_named() -> None:
    rooms = {"views", "api", "presentation", "forms", "templatetags"}
    assert [name for name in ALLOWED if rooms & set(Path(name).with_suffix("").parts)] == []


def test_the_rule_above_sees_what_it_should() -> None:
    """A rule that cannot fail guards nothing."""
    for text in (
        "Delivery.all_rows.get(pk=1)",
        "getattr(Delivery, 'all_rows').get(pk=1)",
        "rows = type(row)._default_manager.all()",
        "from django.shortcuts import get_object_or_404",
    ):
        assert unscoped_uses(ast.parse(text)), text
    assert not unscoped_uses(ast.parse('"""Says all_rows."""\nDelivery.objects.within(contract)'))
