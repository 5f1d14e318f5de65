"""Forms of the admin with more than the fields of a table."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from scores.admin.fresh import FreshForm
from scores.editions.computed import score_before
from scores.models import Edition, PassingStandard

NO_SCORE_BEFORE = "No earlier passing score is recorded: enter the score."


class PassingStandardForm(FreshForm):
    """A new passing score. If the previous score is left empty, it is found in the draft."""

    class Meta:
        model = PassingStandard
        fields = (
            *("edition", "exam", "score", "effective_from", "source", "note"),
            *("previous_score", "reporting", "also", "carried_back"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "previous_score" in self.fields:
            self.fields["previous_score"].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("previous_score") is None and "previous_score" not in self.errors:
            values["previous_score"] = self._score_before(values)
        return values

    def _score_before(self, values: dict[str, Any]) -> int | None:
        edition, exam, day = (values.get(name) for name in ("edition", "exam", "effective_from"))
        if day is None or exam is None:
            return None
        of_edition = edition.pk if edition else self.instance.edition_id
        others = PassingStandard.objects.exclude(pk=self.instance.pk).filter(edition=of_edition)
        found = score_before(others, exam=exam, day=day)
        if found is None:
            self.add_error("previous_score", NO_SCORE_BEFORE)
        return found


class EditionForm(FreshForm):
    class Meta:
        model = Edition
        fields = ("label", "summary")


class StepForm(forms.Form):
    """What an editor or reviewer enters for the next step of an edition."""

    summary = forms.CharField(required=False, strip=True, max_length=5_000)
    words = forms.CharField(required=False, strip=True, max_length=5_000)
    back = forms.CharField(required=False, strip=True, max_length=5_000)
    digest = forms.CharField(required=False, max_length=64)
    seen = forms.IntegerField(required=False, min_value=0)
    day = forms.DateField(required=False)
    asked = forms.ModelChoiceField(
        get_user_model()._default_manager.filter(is_active=True), required=False
    )
    code = forms.CharField(required=False)
