"""Empty workbooks for the rows of a table, with its columns, their help, and lists of choices."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from scores.admin.columns import ALSO, Column, Columns
from scores.forms.workbooks import add_sheet, saved
from scores.models import Edition, Source
from scores.wording.help import help_of

MOST_ROWS = 1_000
LISTS = "Lists"

Words = list[tuple[str, str]]
"""The values that may be written in a column, each with another name for it."""


def template_of(columns: Columns, draft: Edition) -> bytes:
    """A workbook: the first sheet is to be filled in and sent back, the others explain it."""
    book = Workbook(write_only=True)
    rows = add_sheet(book, "Rows", [list(columns.titles.values())])
    lists = {column.name: words_for(column, draft) for column in columns.every}
    lists = {name: words for name, words in lists.items() if words}
    for place, column in enumerate(columns.every, start=1):
        if column.name in lists:
            letter = get_column_letter(2 * list(lists).index(column.name) + 1)
            cells = f"{LISTS}!${letter}$2:${letter}${len(lists[column.name]) + 1}"
            offer = DataValidation("list", formula1=cells, allow_blank=True, showErrorMessage=False)
            offer.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{MOST_ROWS}")
            rows.data_validations.append(offer)
    add_sheet(book, "Columns", [("Column", "What it is for", "How to write it"), *about(columns)])
    add_sheet(book, LISTS, side_by_side({columns.titles[name]: lists[name] for name in lists}))
    return saved(book)


def words_for(column: Column, draft: Edition) -> Words:
    """The choices of a column; empty if it takes any text."""
    if column.is_link:
        rows = column.field.model.objects.filter(edition=draft)
        if column.field.model is Source:
            return [(row.slug, row.title) for row in rows.order_by("slug")]
        return [(row.name, row.slug) for row in rows.order_by("name")]
    return [(str(label), str(key)) for key, label in column.field.flatchoices]


def about(columns: Columns) -> Iterator[tuple[str, str, str]]:
    for column in columns.every:
        yield column.title, column.help, how_to_write(column)
    if columns.has_also:
        says = "Their ids, with a space between."
        yield columns.titles[ALSO], help_of(columns.model, ALSO), says


def how_to_write(column: Column) -> str:
    field = column.field
    if column.is_link or field.flatchoices:
        return f"As in the sheet “{LISTS}”: the name or the id."
    if isinstance(field, models.BooleanField):
        return "yes or no; empty is no."
    if isinstance(field, models.DateField):
        return "2027-07-01 or 7/1/2027."
    if isinstance(field, models.DecimalField):
        return f"A number with {field.decimal_places} decimals at most."
    return "A whole number." if isinstance(field, models.IntegerField) else "A text."


def side_by_side(lists: dict[str, Words]) -> Iterator[list[Any]]:
    """The rows of the sheet of lists: each list takes two columns below its title."""
    yield [text for title in lists for text in (title, "Also called")]
    for place in range(max(map(len, lists.values()), default=0)):
        pairs = [words[place] if place < len(words) else ("", "") for words in lists.values()]
        yield [text for pair in pairs for text in pair]
