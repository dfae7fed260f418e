"""What every code of the ingest means, in a sentence: what is wrong, where, and what to do about it.

The templates are marked for translation; pages translate the template, then fill it. A refusal says that nothing
changed. Values that come from a file are masked before they get here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from contracts.domain.errors import N_

# One row is rejected; the rest of the file is taken in.
REJECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "cell_count": N_(
            "The row has %(found)s cells, the header %(expected)s. Put quotes around values that hold the delimiter."
        ),
        "field_too_long": N_(
            "A cell is longer than %(limit_kb)s kB. A quote sign that is never closed has this effect too."
        ),
        "stray_quote": N_(
            "A quote sign stands where none may stand, or is never closed. Double the quote signs inside quoted values."
        ),
        "missing_time": N_("“%(column)s” is blank: it is not known when this happened."),
        "bad_time": N_("“%(value)s” in “%(column)s” is not a time of the form %(formats)s."),
        "ambiguous_time": N_(
            "“%(value)s” in “%(column)s” occurs twice in %(zone)s, because the clocks go back. Deliver times "
            "with an offset, or let the profile say first or second."
        ),
        "nonexistent_time": N_(
            "“%(value)s” in “%(column)s” does not exist in %(zone)s, because the clocks go forward. Correct "
            "it, or let the profile shift such times."
        ),
        "in_future": N_("“%(value)s” in “%(column)s” lies in the future."),
        "outside_contract": N_("“%(value)s” in “%(column)s” lies outside the contract's term (%(start)s to %(end)s)."),
        "empty_id": N_("“%(column)s” is blank: without an id the row cannot be told from others."),
        "id_lost_digits": N_(
            "“%(value)s” in “%(column)s” is a number that the spreadsheet has rounded. Store ids as text."
        ),
        "text_too_long": N_("“%(column)s” holds more than %(limit)s signs."),
        "unmapped_value": N_(
            "“%(value)s” in “%(column)s” is not in the profile's map. Correct it, or add it to the profile."
        ),
        "missing_value": N_("“%(column)s” is blank, and the row needs it."),
        "bad_duration": N_("“%(value)s” in “%(column)s” is not a duration in the unit %(unit)s."),
        "negative_duration": N_("“%(value)s” in “%(column)s” is a negative duration."),
        "duration_too_long": N_(
            "“%(value)s” in “%(column)s” is longer than %(limit_s)s seconds, which is not believable. Check the unit."
        ),
        "bad_number": N_("“%(value)s” in “%(column)s” is not a number that can stand here."),
        "score_outside_scale": N_(
            "The score “%(value)s” in “%(column)s” lies outside the scale %(scale_min)s to %(scale_max)s."
        ),
        "personal_data": N_(
            "“%(column)s” holds an e-mail address, a telephone number or a national number. Remove it, or drop "
            "the column in the profile."
        ),
        "conflict": N_(
            "Another row has the same key and says something else, and the profile does not say which one holds."
        ),
        "bad_json": N_("The record is not valid JSON."),
        "json_no_object": N_("The record is not a JSON object."),
        "json_duplicate_key": N_("The record holds the same key twice, so it is not clear which value is meant."),
        "json_not_a_number": N_("The record holds NaN or Infinity, which are not JSON."),
        "json_too_deep": N_("The record is nested too deeply."),
        "nul_in_record": N_("The record holds a NUL sign."),
        "formula_without_value": N_(
            "Cell %(cell)s holds a formula without its result. Open the workbook in a spreadsheet program, "
            "save it, and deliver it again."
        ),
        "error_cell": N_("Cell %(cell)s holds an error such as #N/A instead of a value."),
    }
)
# The whole file is refused.
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "too_large": N_(
            "The file is larger than %(limit_mb)s MB. Split it, for example by month. Nothing was changed."
        ),
        "inflates_too_far": N_(
            "The file unpacks to more than %(limit_mb)s MB, or to more than %(ratio)s times its size. Nothing "
            "was changed."
        ),
        "gzip_broken": N_("The gzip file is damaged or cut off. Pack it again. Nothing was changed."),
        "gzip_members": N_(
            "The gzip file holds something behind its end. Pack one file by itself. Nothing was changed."
        ),
        "wrong_kind": N_("The file is of the kind %(found)s; the profile expects %(expected)s. Nothing was changed."),
        "encoding": N_(
            "Line %(line)s cannot be read as %(encoding)s. Save the file in that encoding, or correct the "
            "profile. Nothing was changed."
        ),
        "encoding_mark_missing": N_("The file does not begin with the mark of %(encoding)s. Nothing was changed."),
        "encoding_mismatch": N_(
            "The file is %(found)s, but the profile says %(declared)s: letters such as æ, ø and å would be "
            "garbled. Nothing was changed."
        ),
        "nul_byte": N_(
            "Line %(line)s holds a NUL byte: this is not a text file, or it is UTF-16 without a mark. Nothing "
            "was changed."
        ),
        "forbidden_sign": N_("The file holds a sign that Unicode reserves for inner use. Nothing was changed."),
        "too_many_rows": N_(
            "The file has more than %(limit)s rows. Split it, for example by month. Nothing was changed."
        ),
        "line_too_long": N_("Line %(line)s is longer than %(limit_kb)s kB. Nothing was changed."),
        "empty_file": N_("The file holds no rows. Nothing was changed."),
        "no_header": N_(
            "Line %(line)s is not the header that the profile describes. It should hold: %(expected)s. Nothing "
            "was changed."
        ),
        "missing_column": N_(
            "The file has no column %(columns)s. Its header holds: %(header)s. Correct the file, or name the "
            "column in the profile. Nothing was changed."
        ),
        "unknown_column": N_(
            "The file has columns that the profile does not know: %(columns)s. Name them in the profile, or "
            "let it drop them. Nothing was changed."
        ),
        "duplicate_header": N_("The header holds %(columns)s more than once. Nothing was changed."),
        "too_many_columns": N_("The file has %(found)s columns; at most %(limit)s are taken. Nothing was changed."),
        "stray_quote_in_header": N_(
            "The header in line %(line)s holds a quote sign that is never closed. Nothing was changed."
        ),
        "stray_quotes": N_(
            "Too many rows hold stray quote signs, first in line %(line)s. Correct the quote sign in the "
            "profile, or quote values properly. Nothing was changed."
        ),
        "date_order": N_(
            "Days in “%(column)s” read only with day and month swapped (lines %(named)s), but the profile says "
            "%(formats)s. Correct the profile. Nothing was changed."
        ),
        "too_many_rejected": N_(
            "%(rejected)s of %(rows)s rows cannot be taken in, more than %(limit_percent)s per cent. Correct "
            "the rows or the profile and deliver again. Nothing was changed."
        ),
        "archive_broken": N_(
            "The workbook is damaged. Open it in a spreadsheet program, save it as .xlsx, and deliver it "
            "again. Nothing was changed."
        ),
        "archive_members": N_(
            "The workbook consists of %(found)s parts; at most %(limit)s are taken. Nothing was changed."
        ),
        "password_protected": N_("The workbook is protected by a password. Save it without one. Nothing was changed."),
        "macros": N_("The workbook holds macros. Save it as .xlsx without them. Nothing was changed."),
        "xml_declaration": N_(
            "The workbook holds declarations that no spreadsheet program writes. Nothing was changed."
        ),
        "name_the_sheet": N_(
            "The workbook has several sheets: %(sheets)s. Name one in the profile. Nothing was changed."
        ),
        "no_such_sheet": N_("The workbook has no sheet “%(sheet)s”. It has: %(sheets)s. Nothing was changed."),
        "far_cell": N_(
            "The sheet reaches to cell %(cell)s, which makes it too large. Delete the empty rows and columns "
            "behind the data. Nothing was changed."
        ),
        "formulas_without_values": N_(
            "The sheet holds too many formulas without results, for example in %(cell)s. Open it in a "
            "spreadsheet program and save it. Nothing was changed."
        ),
        "json_shape": N_(
            "The file is not a list of records where the profile says so: “%(expected)s” is missing. Nothing "
            "was changed."
        ),
        "json_broken": N_(
            "The list of records cannot be read to its end, or a record is too large. Nothing was changed."
        ),
        "too_much_memory": N_(
            "The file needs more memory than one file may take. Split it, or deliver it as CSV. Nothing was changed."
        ),
    }
)
WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "columns_dropped": N_("These columns are not in the profile and were not stored: %(columns)s."),
        "row_key": N_(
            "The rows have no id of their own: a row that comes again in another file is known by its content."
        ),
        "month_by_start": N_(
            "The contract counts by the end of a contact, but the profile names no end: the start was taken."
        ),
        "clock_change": N_(
            "%(rows)s rows lie in an hour that the clock repeats (rule: %(ambiguous)s) or leaves out (rule: "
            "%(nonexistent)s)."
        ),
    }
)
MESSAGES: Mapping[str, str] = MappingProxyType({**REJECTIONS, **REFUSALS, **WARNINGS})
_UNNAMED = N_("This cannot be taken in (%(code)s).")


class _Params(dict[str, object]):
    """A value that is not known is shown as a dash, never as a fault."""

    def __missing__(self, key: str) -> str:
        return "–"


def message(code: str, params: Mapping[str, object]) -> str:
    """The English sentence of a code."""
    return fill(MESSAGES.get(code, _UNNAMED), code, params)


def fill(template: str, code: str, params: Mapping[str, object]) -> str:
    """A template, in whatever language, with its values."""
    return template % _Params({"code": code, **params})
