"""What must fit together in a profile: keys, required fields, times with hours, one use of each column."""

from __future__ import annotations

from typing import NoReturn

from contracts.document.yaml_text import Node
from contracts.domain.errors import N_
from metrics.ingest.fields import BY_FEED, FREE_TEXTS, KEYS, REQUIRED
from metrics.ingest.profile import Column, Profile, Routing
from metrics.ingest.profile_columns import check_scale
from metrics.ingest.time_formats import has_hours


def read_key_fields(node: Node, feed: str) -> tuple[str, ...]:
    """The second `key` (or `key_fields`): a list of fields, or the word row, which gives an empty tuple."""
    found = [entry.value for entry in node if entry.key == "key_fields"]
    found += [entry.value for entry in node if entry.key == "key"][1:]
    if len(found) != 1:
        text = N_(
            "Line %(line)s, column %(column)s: name the fields that tell one record from the next, once: "
            "key: [%(fields)s] or, for contacts, key: row."
        )
        node.refuse("key_fields", text, fields=KEYS[feed][0])
    if found[0].kind == "text" and feed == "contacts":
        found[0].as_choice(("row",))
        return ()
    fields = tuple(item.as_choice(KEYS[feed]) for item in found[0].as_list())
    if KEYS[feed][0] not in fields or len(set(fields)) < len(fields):
        text = N_("Line %(line)s, column %(column)s: the key holds %(field)s, and each field once.")
        found[0].refuse("key_fields", text, field=KEYS[feed][0])
    return fields


def read_routing(node: Node | None) -> Routing | None:
    """`field` names a text field; `brands` maps its values to brands of this contract. All else is elsewhere."""
    if node is None:
        return None
    node.check_keys(("field", "brands"))
    brands = node.need("brands")
    if brands.kind != "mapping" or not brands.entries:
        brands.refuse("map_invalid", N_("Line %(line)s, column %(column)s: name at least one value and its brand."))
    pairs = tuple((e.key.strip(), None if e.value.is_null else e.value.as_text(longest=60)) for e in brands)
    return Routing(node.need("field").as_choice(FREE_TEXTS), pairs)


def check_profile(profile: Profile, node: Node) -> None:
    """Refuse a profile whose parts contradict each other."""
    columns = node.need("columns")
    filled = {column.field for column in profile.columns}
    constant = {name for name, _ in profile.constants}
    _check_required(profile, columns, filled, constant)
    if twice := sorted(filled & constant):
        text = N_("Line %(line)s, column %(column)s: “%(field)s” is both a column and a constant.")
        columns.refuse("filled_twice", text, field=twice[0])
    _check_change_rule(profile, node)
    _check_blocks(profile, node, filled | constant)
    check_scale(node, dict(profile.constants))
    for column in profile.every_column():
        _check_hours(profile, column, columns)
    _check_drop(profile, node)
    if profile.routing is not None:
        _check_routing(profile, node, filled)


def _check_required(profile: Profile, columns: Node, filled: set[str], constant: set[str]) -> None:
    """Key fields come from columns; required fields from columns or constants."""
    for name in profile.key_fields:
        if name not in filled:
            _refuse_missing(columns, name)
    for name in REQUIRED[profile.feed]:
        if name not in filled | constant:
            _refuse_missing(columns, name)
    if profile.row_key and "contact_id" in filled:
        text = N_("Line %(line)s, column %(column)s: with key: row there is no contact_id column.")
        columns.refuse("key_fields", text)
    if "leg_no" in filled and "leg_no" not in profile.key_fields:
        text = N_("Line %(line)s, column %(column)s: leg_no tells legs apart, so it belongs to the key.")
        columns.refuse("key_fields", text)


def _refuse_missing(columns: Node, name: str) -> NoReturn:
    text = N_("Line %(line)s, column %(column)s: the field “%(field)s” is needed.")
    columns.refuse("field_missing", text, field=name)


def _check_change_rule(profile: Profile, node: Node) -> None:
    if profile.on_change == "newest_wins" and profile.updated_at is None:
        text = N_("Line %(line)s, column %(column)s: newest_wins needs updated_at, the source's own time of change.")
        node.need("on_change").refuse("updated_at_missing", text)


def _check_blocks(profile: Profile, node: Node, filled: set[str]) -> None:
    """Inline surveys and sales come in contact files; a field of a sale is not a column of the contact too."""
    for name in ("survey", "sale", "routing"):
        if (found := node.get(name)) is not None and profile.feed != "contacts":
            text = N_("Line %(line)s, column %(column)s: “%(part)s” belongs to the contacts feed only.")
            found.refuse("block_misplaced", text, part=name)
    if profile.sale is not None and filled & {"sold", "offered"}:
        text = N_("Line %(line)s, column %(column)s: sold and offered stand in the sale block, not among the columns.")
        node.need("columns").refuse("filled_twice", text)


def _check_hours(profile: Profile, column: Column, columns: Node) -> None:
    """A time that is finer than a day needs hours, from its format or from a column of its own."""
    fields = BY_FEED[profile.feed]
    is_time = column.field.endswith("_at") and (column.field not in fields or fields[column.field].kind == "time")
    if not is_time or profile.time.precision == "day" or column.time:
        return
    if short := [layout for layout in profile.time.formats if not has_hours(layout)]:
        text = N_(
            "Line %(line)s, column %(column)s: “%(field)s” has no time of day: the format %(format)s tells a day only. "
            "Name a time column too, or say precision: day."
        )
        columns.refuse("hours_missing", text, field=column.field, format=short[0])


def _check_drop(profile: Profile, node: Node) -> None:
    """What is dropped is not read."""
    used = {name for column in profile.every_column() for name in column.all_names}
    if clash := sorted(used & set(profile.drop)):
        text = N_("Line %(line)s, column %(column)s: the column “%(name)s” is both dropped and read.")
        node.need("drop").refuse("dropped_and_read", text, name=clash[0])


def _check_routing(profile: Profile, node: Node, filled: set[str]) -> None:
    assert profile.routing is not None  # noqa: S101 asked before
    if profile.routing.field not in filled:
        _refuse_missing(node.need("columns"), profile.routing.field)
    if "brand" in filled and profile.routing.field != "brand":
        text = N_("Line %(line)s, column %(column)s: the routing names the brand, so “brand” is no column.")
        node.need("routing").refuse("filled_twice", text)
