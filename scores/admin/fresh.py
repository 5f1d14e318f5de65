"""Forms that never overwrite what somebody else did since they were opened.

Each form sends back the version of its row and, for each field, the value it was opened with
(Django's `show_hidden_initial`). So only edited fields count as changed. If the row itself changed
meanwhile, the form is refused and shows both versions.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Manager, Model, QuerySet
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from scores.editions.diff import say
from scores.editions.versions import last_edit_of, version_of
from scores.models import Source


class VersionField(forms.CharField):
    """The version of the row when the form was opened; nobody edits it."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Versions:
    """A field as it was when the form was opened, as it is now, and as it was typed."""

    label: str
    read: str
    now: str
    yours: str


class Undescribed(forms.HiddenInput):
    """A hidden input without Django's `aria-` attributes, which nobody would hear."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = {key: to for key, to in (attrs or {}).items() if not key.startswith("aria-")}
        return super().get_context(name, value, attrs)


@cache
def undescribed(widget: type[forms.HiddenInput]) -> type[forms.HiddenInput]:
    return type(f"Undescribed{widget.__name__}", (Undescribed, widget), {})


class FreshForm(forms.ModelForm):
    """A form of one row, alone or in a list."""

    read = VersionField(required=False)

    saves_unedited = True
    """Whether the row is saved even if nobody edited it; in a list, it is not."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.version = version_of(self.instance) if self.instance.pk else ""
        self.initial["read"] = self.version
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "read" and not field.widget.is_hidden
            field.hidden_widget = undescribed(field.hidden_widget)

    @cached_property
    def is_stale(self) -> bool:
        return bool(self.version) and self["read"].data != self.version

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.is_stale and (self.saves_unedited or self.has_changed()):
            self.add_error(None, ValidationError(self.say_versions(), code="stale"))
            self.show_what_is_stored()
        return values

    def say_versions(self) -> SafeString:
        versions = [self._versions_of(name) for name in self._shown()]
        differing = [each for each in versions if len({each.read, each.now, each.yours}) > 1]
        edit = last_edit_of(self.instance)
        context = {"versions": differing, "edit": edit, "row": self.instance}
        return render_to_string("admin/scores/versions.html", context)

    def _shown(self) -> list[str]:
        return [name for name, field in self.fields.items() if field.show_hidden_initial]

    def _versions_of(self, name: str) -> Versions:
        now = getattr(self.instance, name)  # not yet changed to what was typed
        yours = self.cleaned_data.get(name, self[name].data)
        label = str(self.fields[name].label)
        return Versions(label, say_typed(self._read_of(name)), say_typed(now), say_typed(yours))

    def _read_of(self, name: str) -> Any:
        field, bound = self.fields[name], self[name]
        widget = field.hidden_widget()
        sent = widget.value_from_datadict(self.data, self.files, bound.html_initial_name)
        with suppress(ValidationError):  # the row that it named may be gone
            return field.to_python(sent)
        return sent

    def show_what_is_stored(self) -> None:
        """Makes the next save replace what is stored now; unedited fields show it."""
        edited = set(self.changed_data)
        self.data = data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("read")] = self.version
        for name in self._shown():
            stored = _sent(self.fields[name].prepare_value(self.initial.get(name)))
            data.setlist(self[name].html_initial_name, stored)
            if name not in edited:
                data.setlist(self[name].html_name, stored)


def _sent(value: Any) -> list[str]:
    """A value as a form sends it."""
    values = value if isinstance(value, list | tuple) else [value]
    return ["" if each is None else str(each) for each in values]


def say_typed(value: Any) -> str:
    """The value of a field in words, stored or typed."""
    if isinstance(value, Manager | QuerySet | list):
        rows = value.all() if isinstance(value, Manager) else value
        return ", ".join(sorted(map(say_typed, rows))) or say(None)
    if isinstance(value, Model):
        return value.slug if isinstance(value, Source) else str(value)
    return say(None if value == "" else value)
