"""CSV as it is found: quotes, line ends, encodings, blank lines, and the number of every line."""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.metrics.ingest.boxes import lines, profile, row, take_in

HEADER = "id;started;outcome;wait;talk;topic"
TOPIC = {"topic": "{from: [topic]}"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_any_line_end_and_a_missing_last_one_give_the_same_lines(end: str, last: bool, tmp_path: Path) -> None:
    content = lines(row(1), row(2), row(3)).replace("\n", end)
    taken = take_in(tmp_path, (content if last else content.removesuffix(end)).encode())

    assert taken.counts("lines", "header", "staged") == (4, 1, 3)
    assert [found["line"] for found in taken.rows()] == [2, 3, 4]


@pytest.mark.parametrize(
    ("written_as", "declared"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16", "utf-8"),
     ("iso-8859-1", "iso-8859-1"), ("cp1252", "cp1252"), ("utf-8-sig", "iso-8859-1")],
)  # fmt: skip
def test_declared_encodings_and_marks_are_read(written_as: str, declared: str, tmp_path: Path) -> None:
    content = lines(row(topic="Strømming på nett"), header=HEADER).encode(written_as)
    file = f'{{kind: csv, delimiter: ";", encoding: {declared}}}'

    assert take_in(tmp_path, content, profile(file=file, columns=TOPIC)).one()["topic"] == "Strømming på nett"


def test_signs_that_only_cp1252_knows_are_read(tmp_path: Path) -> None:
    of = profile(file='{kind: csv, delimiter: ";", encoding: windows-1252}', columns=TOPIC)
    content = lines(row(topic="5 €"), header=HEADER).encode("cp1252")

    assert take_in(tmp_path, content, of).one()["topic"] == "5 €"


def test_letters_cut_by_the_pieces_of_a_large_file_stay_whole(tmp_path: Path) -> None:
    rows = [row(number, topic="ø" * 199) for number in range(8_000)]
    taken = take_in(tmp_path, lines(*rows, header=HEADER).replace("\n", "\r\n"), profile(columns=TOPIC))

    assert taken.counts("lines", "staged", "rejected") == (8_001, 8_000, 0)
    assert {found["topic"] for found in taken.rows()} == {"ø" * 199}


def test_a_gzip_file_is_the_same_as_its_content(tmp_path: Path) -> None:
    content = lines(row(1), row(2))
    taken = take_in(tmp_path, gzip.compress(content.encode()))

    assert taken.counts("lines", "staged") == (3, 2)


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t", "^", "\\", ".", "*"])
def test_any_sign_may_divide_cells(delimiter: str, tmp_path: Path) -> None:
    shown = '"\\t"' if delimiter == "\t" else f"'{delimiter}'"
    of = profile(file=f"{{kind: csv, delimiter: {shown}}}")
    content = lines(row(1), row(2, wait=" 7")).replace(";", delimiter)

    assert [found["wait_s"] for found in take_in(tmp_path, content, of).rows()] == [12, 7]


def test_blank_lines_are_counted_and_keep_the_numbers_right(tmp_path: Path) -> None:
    content = lines(row(1), "", "   ", ";;;;", " ; ; ;;", row(2), "")
    taken = take_in(tmp_path, content)

    assert taken.counts("lines", "header", "blank", "staged") == (8, 1, 5, 2)
    assert [found["line"] for found in taken.rows()] == [2, 7]


def test_lines_before_the_header_count_as_header(tmp_path: Path) -> None:
    of = profile(file='{kind: csv, delimiter: ";", header_line: 3}')
    taken = take_in(tmp_path, "Report\n\n" + lines(row(1)), of)

    assert taken.counts("lines", "header", "blank", "staged") == (4, 3, 0, 1)
    assert taken.one()["line"] == 4


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    rows = [row(1, topic='"a;b"'), row(2, topic='"a ""b"" c"'), row(3, topic='"one\ntwo\nthree"'), row(4, topic="d")]
    taken = take_in(tmp_path, lines(*rows, header=HEADER), profile(columns=TOPIC))

    assert [(found["line"], found["topic"]) for found in taken.rows()] == [
        (2, "a;b"), (3, 'a "b" c'), (4, "one two three"), (7, "d"),
    ]  # fmt: skip
    assert taken.counts("lines", "continuation", "blank", "staged") == (7, 2, 0, 4)


def test_blank_lines_among_quoted_rows_are_counted(tmp_path: Path) -> None:
    rows = [row(1, topic='"a"'), "", ";;;;;", row(2, topic='"b"')]
    taken = take_in(tmp_path, lines(*rows, header=HEADER), profile(columns=TOPIC))

    assert taken.counts("lines", "blank", "staged") == (5, 2, 2)


def test_a_stray_quote_costs_its_own_row_and_no_other(tmp_path: Path) -> None:
    good = [row(number, topic="x") for number in range(2, 30)]
    rows = [row(1, topic='"opened'), *good[:14], row(99, topic='"closed"'), *good[14:]]
    taken = take_in(tmp_path, lines(*rows, header=HEADER), profile(columns=TOPIC))

    assert [(found["line"], found["code"]) for found in taken.rejected] == [(2, "stray_quote")]
    assert taken.counts("lines", "staged", "rejected", "continuation") == (31, 29, 1, 0)


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    rows = [*(row(number, topic="x") for number in range(1, 20)), row(20, topic='"open'), row(21, topic="y")]
    taken = take_in(tmp_path, lines(*rows, header=HEADER), profile(columns=TOPIC))

    assert [(found["line"], found["code"]) for found in taken.rejected] == [(21, "stray_quote")]
    assert taken.counts("staged", "rejected") == (20, 1)


def test_a_sign_behind_a_closing_quote_is_a_stray_quote(tmp_path: Path) -> None:
    rows = [row(1, topic='"a" b'), *(row(number, topic="x") for number in range(2, 9))]
    taken = take_in(tmp_path, lines(*rows, header=HEADER), profile(columns=TOPIC))

    assert taken.codes == ["stray_quote"]


def test_without_a_quote_sign_quotes_are_letters(tmp_path: Path) -> None:
    of = profile(file='{kind: csv, delimiter: ";", quote: null}', columns=TOPIC)
    taken = take_in(tmp_path, lines(row(topic='5" screen'), header=HEADER), of)

    assert taken.one()["topic"] == '5" screen'


def test_quoted_and_plain_files_of_the_same_rows_are_the_same(tmp_path: Path) -> None:
    plain = lines(row(1), row(2, wait=" 7 "), row(3))
    quoted = "\n".join(";".join(f'"{cell}"' for cell in line.split(";")) for line in plain.splitlines()) + "\n"
    found = []
    for name, content in (("plain", plain), ("quoted", quoted)):
        folder = tmp_path / name
        folder.mkdir()
        found.append(take_in(folder, content).rows())

    assert found[0] == found[1]


@pytest.mark.parametrize(("cells", "number"), [(";x", 6), ("", 4)])
def test_a_row_of_another_width_is_rejected(cells: str, number: int, tmp_path: Path) -> None:
    bad = row(1) + cells if cells else row(1).rsplit(";", 1)[0]
    taken = take_in(tmp_path, lines(bad, *(row(n) for n in range(2, 9))))

    assert taken.codes == ["cell_count"]
    assert taken.rejected[0]["params"] == {"expected": 5, "found": number}


def test_blank_cells_behind_the_last_column_do_no_harm(tmp_path: Path) -> None:
    taken = take_in(tmp_path, lines(row(1) + ";", row(2) + "; ;"))

    assert taken.counts("staged", "rejected") == (2, 0)


def test_names_in_the_header_match_whatever_their_case_and_spaces(tmp_path: Path) -> None:
    taken = take_in(tmp_path, lines(row(), header=" ID ;STARTED;Outcome;wait;  Talk"))

    assert taken.counts("staged") == (1,)


def test_columns_that_are_not_in_the_profile_are_dropped_and_named(tmp_path: Path) -> None:
    taken = take_in(tmp_path, lines(row(name="Kari"), header="id;started;outcome;wait;talk;customer name"))

    assert taken.report.warnings == ({"code": "columns_dropped", "params": {"columns": "“customer name”"}},)


def test_a_missing_column_is_named_and_so_is_the_header(tmp_path: Path) -> None:
    taken = take_in(tmp_path, lines(row(), header="id;started;outcome;wait;speak"))

    assert taken.report.refusal is not None
    assert taken.report.refusal.params == {
        "columns": "“talk”", "header": "“id”, “started”, “outcome”, “wait”, “speak”",
    }  # fmt: skip


def test_no_header_does_not_show_what_may_be_a_customer(tmp_path: Path) -> None:
    taken = take_in(tmp_path, "Kari Nordmann;22334455\nOla;1\n")

    assert taken.report.refusal is not None
    assert "Kari" not in str(taken.report.refusal)


CELLS = st.text(
    st.sampled_from("aø\"';,\n \\|5")
    | st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs", "Co", "Cn")),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(CELLS, min_size=1, max_size=30))
def test_what_a_csv_writer_writes_is_read_back(cells: list[str], tmp_path: Path) -> None:
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER.split(";"))
    for number, cell in enumerate(cells):
        writer.writerow([*row(number).split(";"), cell])
    taken = take_in(folder, text.getvalue(), profile(columns=TOPIC))
    spaces = " \t\u00a0\u202f\u3000"
    expected = [unicodedata.normalize("NFC", cell).replace("\n", " ").strip(spaces) or None for cell in cells]

    assert taken.refused is None or set(taken.codes) == {"personal_data"}
    if taken.refused is None and not taken.codes:
        assert [found["topic"] for found in taken.rows()] == expected


def test_a_large_file_keeps_its_lines_in_order(tmp_path: Path) -> None:
    """Two threads read it; the number of a line is where it stands in the file."""
    rows = [row(number, topic="x" * (number % 220)) for number in range(1, 60_001)]
    taken = take_in(tmp_path, lines(*rows, header=HEADER), profile(columns=TOPIC))
    too_long = sum(number % 220 > 200 for number in range(1, 60_001))

    assert all(found["contact_id"] == f"C{found['line'] - 1}" for found in taken.rows())
    assert all((found["line"] - 1) % 220 > 200 for found in taken.rejected)
    assert taken.counts("staged", "rejected") == (60_000 - too_long, too_long)
