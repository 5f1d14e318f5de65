"""Rows as a file has them, held against those of a draft: what is added, changed and removed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone
from import_export.resources import ModelResource
from import_export.results import RowResult

from scores.admin.guard import edition_path
from scores.admin.overwrites import Overwrite, edits_in, last_edit_in, overwrites_of
from scores.editions.columns import ALSO, Columns, Key
from scores.editions.diff import Values, changes_of_values, values_of
from scores.editions.drafts import hold_draft, record_edit
from scores.editions.load import EditionRefused
from scores.models import Edition, NormTable

KEEP, REMOVE = "keep", "remove"
"""What becomes of the rows of the draft that the file does not have."""


class RowResource(ModelResource):
    """The rows of one table in one draft. Nothing is taken where anything is wrong."""

    class Meta:
        import_id_fields: tuple[str, ...] = ()
        fields: tuple[str, ...] = ()
        use_transactions = True
        clean_model_instances = True
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

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        if self.draft is None:
            raise EditionRefused("Choose the draft that the rows belong to.")
        self.draft = hold_draft(edition=self.draft)
        if self.previewed not in (None, last_edit_in(self.draft, self._meta.model)):
            says = f"Somebody changed {self.draft} since the preview: look at it as it is now."
            raise EditionRefused(f"{says} Send the file again.")
        self.edits = edits_in(self.draft, self._meta.model)
        self.lines = dataset.lines
        self.rows = self.columns.rows_in(self.draft)
        self.links = {
            column.field.model: Columns(column.field.model).rows_in(self.draft)
            for column in self.columns.every
            if "__" in column.path
        }
        if self.columns.has_also:
            source = self._meta.model._meta.get_field(ALSO).related_model
            self.links.setdefault(source, Columns(source).rows_in(self.draft))
            self.sources = {key[0]: row for key, row in self.links[source].items()}

    def get_or_init_instance(self, loader: Any, row: Mapping[str, str]) -> tuple[Any, bool]:
        key = self.columns.key_of(row)
        there = self.rows.get(key) if key else None
        self.was = values_of(there)
        if there is not None:
            return there, False
        is_of_edition = edition_path(self._meta.model) == "edition"
        return self._meta.model(**({"edition": self.draft} if is_of_edition else {})), True

    def import_instance(self, instance: Any, row: Mapping[str, str], **kwargs: Any) -> None:
        errors = dict[str, ValidationError]()
        for column in self.columns.every:
            if column.name in row:
                name, *rest = column.path.split("__")
                try:
                    value = column.read(row[column.name])
                    if not rest:
                        setattr(instance, name, value)
                    elif name != "table":
                        setattr(instance, name, self._linked(column.field.model, value))
                except ValidationError as error:
                    errors[name] = error
        self._read_relations(instance, row, errors)
        self._refuse_twice(row, kwargs["row_number"], errors)
        if errors:
            raise ValidationError(errors)

    def _linked(self, model: Any, slug: str | None) -> Any:
        if not slug:
            return None
        try:
            return self.links[model][slug,]
        except KeyError:
            raise ValidationError(
                f"There is no {model._meta.verbose_name} “{slug}” in edition {self.draft}."
            ) from None

    def _read_relations(
        self, instance: Any, row: Mapping[str, str], errors: dict[str, Any]
    ) -> None:
        """The table of a norm point, and the further sources of a figure."""
        if hasattr(instance, "table_id") and not errors:
            key = self.columns.key_of(row)
            table = self.links[NormTable].get(key[:-1]) if key else None
            if table is None:
                errors["table"] = ValidationError(f"There is no such table in {self.draft}.")
            else:
                instance.table = table
        self.also = None
        if ALSO in row:
            slugs = row[ALSO].split()
            unknown = [slug for slug in slugs if slug not in self.sources]
            if unknown:
                says = f"There is no source “{unknown[0]}” in edition {self.draft}."
                errors[ALSO] = ValidationError(says)
            self.also = [self.sources[slug] for slug in slugs if slug in self.sources]

    def _refuse_twice(self, row: Mapping[str, str], number: int, errors: dict[str, Any]) -> None:
        key = self.columns.key_of(row)
        if key is None:
            return
        first = self.seen.setdefault(key, number)
        if first != number:
            says = f"This row stands on line {self.lines[first - 1]} already."
            errors[self.columns.key[-1].path.split("__")[0]] = ValidationError(says)

    def skip_row(self, instance: Any, original: Any, row: Any, errors: Any = None) -> bool:
        """A row that says what is there already is left alone."""
        self.changes = [] if errors else changes_of_values(self.was, self._values(instance))
        return self.was is not None and not errors and not self.changes

    def _values(self, instance: Any) -> Values:
        """The row as it will be, once its further sources are set."""
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
        row_result.changes = self.changes

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Numbers faults by their lines, and removes what the file no longer has."""
        for fault in (*result.invalid_rows, *result.error_rows):
            fault.number = self.lines[fault.number - 1]
        left = {key: row for key, row in self.rows.items() if key not in self.seen}
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
