"""Reasons of the reader, in the reader's language."""

from __future__ import annotations

from django.utils import translation

from metrics.presentation.messages import explain

PARAMS = {"columns": "“age”, “job”"}


def test_a_reason_is_said_in_the_language_of_who_asks() -> None:
    with translation.override("en"):
        assert explain("empty_file", {}) == "The file holds no rows. Nothing was changed."
    with translation.override("nb"):
        assert explain("empty_file", {}) == "Filen inneholder ingen rader. Ingenting ble endret."


def test_names_of_columns_stand_in_the_quotation_marks_of_the_language() -> None:
    with translation.override("en"):
        assert explain("columns_dropped", PARAMS).endswith("were not stored: “age”, “job”.")
    with translation.override("nb"):
        assert explain("columns_dropped", PARAMS).endswith("ble ikke lagret: «age», «job».")


def test_a_code_without_a_sentence_speaks_for_itself() -> None:
    assert explain("never_heard_of", {}) == "never_heard_of"
