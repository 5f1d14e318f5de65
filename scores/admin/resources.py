"""Compares the rows of a file with those of a draft, and adds, changes and removes rows."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone
from import_export.resources import ModelResource
from import_export.results import RowResult

from scores.admin.columns import ALSO, Columns, Key, part_of
from scores.admin.faults import EMPTY, FileFault, misfits_of, say_faults
from scores.admin.forms import NO_SCORE_BEFORE
from scores.admin.guard import edition_path
from scores.admin.links import Links
from scores.admin.overwrites import Overwrite, edits_in, last_edit_in, overwrites_of
from scores.editions.computed import score_before
from scores.editions.diff import Values, changes_of_values, values_of
from scores.editions.drafts import hold_draft, record_edit
from scores.editions.load import EditionRefused
from scores.editions.looks import date_draft
from scores.models import Edition, NormTable, PassingStandard, Source

KEEP, REMOVE = "keep", "remove"
"""What to do with rows of the draft that the file does not have."""


class RowResource(ModelResource):
    """Imports rows of one table into one draft: all of them, or none if there is a fault."""

    class Meta:
        import_id_fields: tuple[str, ...] = ()
        fields: tuple[str, ...] = ()
        use_transactions = True
        report_skipped = True
        skip_diff = True

    def __init__(
        self,
        *,
        draft: Edition | None = None,
        others: str = KEEP,
        previewed: int | None = None,
        replace: bool = False,
        **kwargs: Any,
    ) -> None:
        """`previewed` is the last edit of the table at the preview; None for a preview itself."""
        super().__init__(**kwargs)
        self.draft, self.others, self.previewed, self.replace = draft, others, previewed, replace
        self.overwrites: list[Overwrite] = []
        self.columns = Columns(self._meta.model)
        self.seen: dict[Key, int] = {}
        self.faults: list[FileFault] = []

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        if self.draft is None:
            raise EditionRefused("Choose the draft that the rows belong to.")
        self.draft = hold_draft(edition=self.draft)
        if self.previewed not in (None, last_edit_in(self.draft, self._meta.model)):
            says = f"Somebody changed {self.draft} since the preview: look at it as it is now."
            raise EditionRefused(f"{says} Send the file again.")
        self.edits = edits_in(self.draft, self._meta.model)
        self.file = dataset
        self.rows = self.columns.rows_in(self.draft)
        self.links = {
            column.field.model: Links(column.field.model, self.draft)
            for column in self.columns.every
            if column.is_link
        }
        if self.columns.has_also:
            self.links.setdefault(Source, Links(Source, self.draft))
        self.tables = Columns(NormTable).rows_in(self.draft)

    # Each row is read, found in the draft, filled and checked.

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        self.at = self.file.rows[kwargs["row_number"] - 1]
        self.values, self.wrong = self._read(self.at.cells)
        for place, text in self.at.strays:
            says = f"“{text}” is in a column without a name."
            self.faults.append(FileFault(self.at.line, (place,), "", says))

    def _read(self, cells: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """The values of the cells, and what is wrong with those that cannot be read."""
        values, wrong = dict[str, Any](), dict[str, str]()
        for name, text in cells.items():
            try:
                values[name] = self._value(name, text)
            except ValidationError as error:
                wrong[name] = error.messages[0]
        return values, wrong

    def _value(self, name: str, text: str) -> Any:
        if name == ALSO:
            return [self.links[Source].named(word) for word in text.split()]
        column = self.columns.by_name[name]
        if column.is_link:
            return self.links[column.field.model].named(text)
        return column.read(text)

    def get_or_init_instance(self, loader: Any, row: Mapping[str, str]) -> tuple[Any, bool]:
        self.key = self._key(self.values, self.wrong)
        there = self.rows.get(self.key) if self.key else None
        self.was = values_of(there)
        if there is not None:
            return there, False
        is_of_edition = edition_path(self._meta.model) == "edition"
        return self._meta.model(**({"edition": self.draft} if is_of_edition else {})), True

    def _key(self, values: Mapping[str, Any], wrong: Mapping[str, str]) -> Key | None:
        """The key of the row; None if a part of it cannot be read."""
        names = [column.name for column in self.columns.key]
        if not wrong.keys().isdisjoint(names):
            return None
        return tuple(part_of(values.get(name)) for name in names)

    def import_instance(self, instance: Any, row: Mapping[str, str], **kwargs: Any) -> None:
        for column in self.columns.every:
            if column.name in self.values and column.root != "table":
                setattr(instance, column.root, self.values[column.name])
        self._find_table(instance)
        self._refuse_missing(instance)
        self._compute(instance)
        self._refuse_twice(kwargs["row_number"])

    def _refuse_missing(self, instance: Any) -> None:
        """Marks required links that are empty: without them, the row has no name."""
        for column in self.columns.every:
            own = self._meta.model._meta.get_field(column.root)
            is_empty = column.is_link and not own.null and getattr(instance, own.attname) is None
            if is_empty and column.name not in self.wrong:
                self.wrong[column.name] = EMPTY

    def _find_table(self, instance: Any) -> None:
        """Finds the norm table of a norm point, whose columns the file has instead."""
        names = [column.name for column in self.columns.key if column.root == "table"]
        if not names or not self.wrong.keys().isdisjoint(names):
            return
        table = self.tables.get(tuple(part_of(self.values.get(name)) for name in names))
        if table is None:
            self.wrong["exam"] = f"There is no such table in {self.draft}."
        else:
            instance.table = table

    def _compute(self, instance: Any) -> None:
        """Fills in a missing previous score, as the form does."""
        if self._meta.model is not PassingStandard or self.key is None:
            return
        if instance.previous_score is None and "previous_score" not in self.wrong:
            marks = [mark for key, mark in self.marks.items() if key != self.key]
            found = score_before(marks, exam=instance.exam, day=instance.effective_from)
            instance.previous_score = found
            if found is None:
                self.wrong["previous_score"] = NO_SCORE_BEFORE

    @cached_property
    def marks(self) -> dict[Key, PassingStandard]:
        """The passing scores of the draft, with those of the file in their place."""
        marks = dict(self.rows)
        for row in self.file.rows:
            values, wrong = self._read(row.cells)
            key = self._key(values, wrong)
            if key and values.get("score"):
                named = {name: values[name] for name in ("exam", "effective_from", "score")}
                marks[key] = PassingStandard(**named)
        return marks

    def _refuse_twice(self, number: int) -> None:
        if self.key is None:
            return
        first = self.seen.setdefault(self.key, number)
        if first != number:
            says = f"This row is on line {self.file.rows[first - 1].line} already."
            self.wrong.setdefault(self.columns.key[-1].name, says)

    def skip_row(self, instance: Any, original: Any, row: Any, errors: Any = None) -> bool:
        """Whether the draft has just this row already."""
        self.also = self.values.get(ALSO)
        is_wrong = self.wrong or self.at.strays
        self.changes = [] if is_wrong else changes_of_values(self.was, self._values(instance))
        return self.was is not None and not is_wrong and not self.changes

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Records every fault of the row with its cells, those of a single cell first."""
        for name, says in self.wrong.items():
            self._tell((name,), says)
        roots = {column.root: column.name for column in self.columns.every}
        failed = {column.root for column in self.columns.every if column.name in self.wrong}
        misfits = list(misfits_of(instance, failed))
        for fields, says in misfits:
            self._tell(tuple(roots[field] for field in fields if field in roots), says)
        if self.wrong or self.at.strays or misfits:
            raise ValidationError("Something is wrong with this row.")

    def _tell(self, names: tuple[str, ...], says: str) -> None:
        """Records a fault in these columns, its cells in the order of the file."""
        order = {name: place for place, name in enumerate(self.at.cells)}
        names = tuple(sorted(names, key=lambda name: order.get(name, len(order))))
        places = tuple(filter(None, (self.at.places.get(name) for name in names)))
        titles = self.columns.titles
        named = ", ".join(titles[name] for name in names)
        self.faults.append(FileFault(self.at.line, places, named, says))

    def _values(self, instance: Any) -> Values:
        """The values of the row once its further sources are set."""
        values = values_of(instance) or {}
        if self.also is not None:
            values[ALSO] = ", ".join(sorted(source.slug for source in self.also)) or None
        return values

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if self.also is not None:
            instance.also.set(self.also)
        if self.was is not None:
            self.overwrites += overwrites_of(instance, self.changes, self.edits, kwargs["user"])
        self._record(instance, self.was, self._values(instance), kwargs["user"])

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        row_result.changes = self.changes if self.was else self._worth_saying()

    def _worth_saying(self) -> list[Any]:
        """The values of a new row to show: those not in its name that differ from the default."""
        named = {path.split("__")[0] for path in self._meta.model.identity}
        usual = {
            str(field.verbose_name): field.get_default()
            for field in self._meta.model._meta.concrete_fields
            if field.name not in named
        }
        said = [change for change in self.changes if change.field in usual]
        return [change for change in said if change.new != usual[change.field]]

    # All rows

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Collects the faults, and removes rows that the file does not have, if that was chosen.

        Raises ValidationError if the file would undo edits and `replace` is not set.
        """
        result.faults, result.draft = say_faults(self.faults), self.draft
        left = {key: row for key, row in self._in_scope() if key not in self.seen}
        result.left = len(left)
        result.removed = []
        result.overwrites = self.overwrites
        if self.previewed is not None and self.overwrites and not self.replace:
            says = " ".join(map(str, self.overwrites[:3]))
            raise ValidationError(f"Tick that the file replaces what was changed. {says}")
        if self.others == REMOVE and not (result.invalid_rows or result.has_errors()):
            for row in left.values():
                result.removed.append(str(row))
                self._remove(row, kwargs["user"])
                result.totals[RowResult.IMPORT_TYPE_DELETE] += 1
        if self._meta.model is Source and self.draft:
            date_draft(edition=self.draft, by=kwargs["user"], at=timezone.now())

    def _in_scope(self) -> Iterator[tuple[Key, Any]]:
        """The rows of the draft that have the values given for all rows of the file."""
        given, _ = self._read(self.file.for_all)
        names = [column.name for column in self.columns.key]
        asked = [(names.index(name), part_of(given[name])) for name in names if name in given]
        for key, row in self.rows.items():
            if all(key[place] == part for place, part in asked):
                yield key, row

    def _remove(self, row: Any, user: Any) -> None:
        self._record(row, values_of(row), None, user)
        try:
            row.delete()
        except ProtectedError as error:
            left_out = f"{row._meta.verbose_name} {row} is not in the file"
            says = f"{left_out}, and cannot be removed while other rows refer to it."
            raise ValidationError(says) from error

    def _record(self, row: Any, before: Values | None, after: Values | None, user: Any) -> None:
        record_edit(row=row, before=before, after=after, by=user, at=timezone.now())
