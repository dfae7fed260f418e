"""Read a profile from YAML: the shape of examples/profile_*.yaml. Unknown keys and nonsense are refused in place.

The word `key` stands twice in a profile: first its name, then the fields that tell one record from the next. Tools
that do not like that may write `key_fields` for the second.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.document.yaml_text import Node, read_documents
from contracts.domain.errors import N_
from metrics.domain.records import FEEDS, ON_CHANGE
from metrics.ingest.fields import BY_FEED
from metrics.ingest.profile import FileSpec, Profile, TimeSpec
from metrics.ingest.profile_checks import check_profile, read_key_fields, read_routing
from metrics.ingest.profile_columns import TIME, read_column, read_columns, read_constants, read_sale, read_survey
from metrics.ingest.time_formats import is_known

_FORMAT = "1"
_KEYS = (
    "key", "key_fields", "source", "feed", "file", "time", "on_change", "updated_at", "constants", "null_values",
    "columns", "survey", "sale", "routing", "drop", "unknown_columns",
)  # fmt: skip
_FILE_KEYS = {
    "csv": ("kind", "compression", "encoding", "delimiter", "quote", "header_line", "decimal", "thousands"),
    "xlsx": ("kind", "sheet", "header_line", "decimal", "thousands"),
    "json": ("kind", "compression", "encoding", "records", "decimal", "thousands"),
    "jsonl": ("kind", "compression", "encoding", "decimal", "thousands"),
}
_ENCODINGS = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "iso-8859-1": "iso-8859-1", "latin-1": "iso-8859-1",
    "cp1252": "cp1252", "windows-1252": "cp1252",
}  # fmt: skip
_THOUSANDS = (" ", "\u00a0", "\u202f", ".", ",", "'", "’")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DELIMITER = re.compile(r"[\t -/:-@\[-`{-~§¤¦]")
_LONGEST_KEY = 60
_LAST_HEADER = 1_000


def profile_from_text(text: str) -> Profile:
    """The one profile of a YAML text. Raises DocumentInvalid with line, column and path."""
    documents = read_documents(text, may_repeat=frozenset({"profile.key"}))
    if len(documents) != 1:
        documents[1].refuse("one_profile", N_("Line %(line)s, column %(column)s: a file holds one profile only."))
    top = documents[0].check_keys(("format", "profile"))
    top.need("format").as_choice((_FORMAT,))
    return profile_from_node(top.need("profile"))


def profile_from_node(node: Node) -> Profile:
    """The profile of a document's `profile` part."""
    node.check_keys(_KEYS)
    key = node.need("key").as_text(longest=_LONGEST_KEY, pattern=_SLUG, shape=N_("small letters, digits and hyphens"))
    feed = node.need("feed").as_choice(FEEDS)
    fields = BY_FEED[feed]
    source = node.get("source")
    on_change = node.get("on_change")
    updated_at = node.get("updated_at")
    unknown = node.get("unknown_columns")
    key_fields = read_key_fields(node, feed)
    profile = Profile(
        key=key,
        feed=feed,
        source=source.as_text(longest=_LONGEST_KEY, pattern=_SOURCE) if source is not None else key,
        file=_read_file(node.need("file")),
        time=_read_time(node.need("time")),
        key_fields=key_fields,
        on_change=on_change.as_choice(ON_CHANGE) if on_change is not None else _change_rule(key_fields),
        columns=read_columns(node.need("columns"), fields),
        constants=read_constants(node.get("constants"), fields),
        null_values=_read_nulls(node.get("null_values")),
        updated_at=read_column(updated_at, TIME) if updated_at is not None else None,
        survey=read_survey(node.get("survey")),
        sale=read_sale(node.get("sale")),
        routing=read_routing(node.get("routing")),
        drop=_texts(node.get("drop")),
        unknown_columns=unknown.as_choice(("drop", "refuse")) if unknown is not None else "drop",
    )
    check_profile(profile, node)
    return profile


def _change_rule(key_fields: tuple[str, ...]) -> str:
    """Unless the profile says more, two stories about one key are a conflict. A row that is its own key has one."""
    return "conflict" if key_fields else "later_delivery_wins"


def _read_file(node: Node) -> FileSpec:
    """The outside of the file. Whether a text file is packed by gzip is seen from its first bytes."""
    node.check_keys({key for keys in _FILE_KEYS.values() for key in keys})
    kind = node.need("kind").as_choice(tuple(_FILE_KEYS))
    node.check_keys(_FILE_KEYS[kind])
    if (packed := node.get("compression")) is not None and not packed.is_null:
        packed.as_choice(("gzip", "none"))
    encoding, header, sheet = node.get("encoding"), node.get("header_line"), node.get("sheet")
    marks = _read_marks(node, kind)
    return FileSpec(
        kind=kind,
        delimiter=marks.get("delimiter") or ",",
        quote=marks.get("quote", '"'),
        decimal=marks["decimal"] or ".",
        thousands=marks["thousands"],
        encoding=_ENCODINGS[encoding.as_choice(tuple(_ENCODINGS))] if encoding is not None else "utf-8",
        header_line=header.as_integer(1, _LAST_HEADER) if header is not None else 1,
        sheet=sheet.as_text(longest=100) if sheet is not None else None,
        records=_read_path(node.get("records")),
    )


def _read_marks(node: Node, kind: str) -> dict[str, str | None]:
    """Delimiter, quote, decimal mark and thousands mark: four different signs."""
    marks: dict[str, str | None] = {}
    if kind == "csv":
        marks["delimiter"] = (
            node.need("delimiter").as_text(longest=1, pattern=_DELIMITER) if not _is_tab(node) else "\t"
        )
        quote = node.get("quote")
        marks["quote"] = None if quote is not None and quote.is_null else quote.text if quote is not None else '"'
        if quote is not None and not quote.is_null:
            quote.as_choice(('"', "'"))
    decimal, thousands = node.get("decimal"), node.get("thousands")
    marks["decimal"] = decimal.as_choice((".", ",")) if decimal is not None else "."
    marks["thousands"] = thousands.as_choice(_THOUSANDS) if thousands is not None and not thousands.is_null else None
    used = [mark for mark in (marks["decimal"], marks["thousands"]) if mark is not None]
    quoting = [mark for mark in (marks.get("delimiter"), marks.get("quote")) if mark is not None]
    if len(set(used)) < len(used) or len(set(quoting)) < len(quoting):
        node.refuse("marks_clash", N_("Line %(line)s, column %(column)s: two marks of the file are the same sign."))
    return marks


def _is_tab(node: Node) -> bool:
    """A tab is blank to most readers, so it is looked at before anything asks for a text."""
    return node.need("delimiter").text == "\t"


def _read_path(node: Node | None) -> tuple[str, ...]:
    """The keys that lead to the records of a JSON document: data.items."""
    return tuple(node.as_text().split(".")) if node is not None and not node.is_null else ()


def _read_time(node: Node) -> TimeSpec:
    node.check_keys(("zone", "formats", "precision", "ambiguous", "nonexistent"))
    formats = tuple(_read_format(item) for item in node.need("formats").as_list())
    if not formats:
        node.need("formats").refuse(
            "formats_missing", N_("Line %(line)s, column %(column)s: name at least one format.")
        )
    precision, ambiguous, nonexistent = node.get("precision"), node.get("ambiguous"), node.get("nonexistent")
    return TimeSpec(
        zone=_read_zone(node.need("zone")),
        formats=formats,
        precision=precision.as_choice(("second", "minute", "day")) if precision is not None else "second",
        ambiguous=ambiguous.as_choice(("reject", "first", "second")) if ambiguous is not None else "reject",
        nonexistent=nonexistent.as_choice(("reject", "shift")) if nonexistent is not None else "reject",
    )


def _read_format(node: Node) -> str:
    layout = node.as_text(longest=60)
    if not is_known(layout):
        text = N_(
            "Line %(line)s, column %(column)s: “%(value)s” is no known format. Use iso8601, epoch_s, epoch_ms, or a "
            "format of %%d %%m %%Y %%y %%b %%B %%H %%M %%S %%f %%I %%p that tells day, month and year once each."
        )
        node.refuse("time_format", text, value=layout)
    return layout


def _read_zone(node: Node) -> str:
    """A zone of the time zone database, by its full name."""
    name = node.as_text(longest=60)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        text = N_("Line %(line)s, column %(column)s: “%(value)s” is no time zone. Write it as Europe/Oslo or UTC.")
        node.refuse("time_zone", text, value=name)
    return name


def _read_nulls(node: Node | None) -> tuple[str, ...]:
    """Words that mean “nothing is known”. A blank cell always does."""
    words = [item.text.strip() for item in node.as_list()] if node is not None else []
    return tuple(dict.fromkeys(("", *words)))


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(item.as_text().strip() for item in node.as_list()) if node is not None else ()
