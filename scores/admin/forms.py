"""Forms of the admin that say more than their columns."""

from typing import Any

from django import forms

from scores.admin.fresh import FreshForm
from scores.models import Edition, PassingStandard


class PassingStandardForm(FreshForm):
    """A new passing score: exam, score, day and source. What it replaces is on record already."""

    class Meta:
        model = PassingStandard
        fields = (
            *("edition", "exam", "score", "effective_from", "source", "note"),
            *("previous_score", "reporting", "also", "carried_back"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "previous_score" in self.fields:
            previous = self.fields["previous_score"]
            previous.required = False
            previous.help_text = "Left empty, it is the passing score in force before that day."

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("previous_score") is None and "previous_score" not in self.errors:
            values["previous_score"] = self._score_before(values)
        return values

    def _score_before(self, values: dict[str, Any]) -> int | None:
        edition, day = values.get("edition"), values.get("effective_from")
        if day is None:
            return None
        newest = (
            PassingStandard.objects.exclude(pk=self.instance.pk)
            .filter(edition=edition.pk if edition else self.instance.edition_id)
            .filter(exam=values.get("exam"), effective_from__lt=day)
            .order_by("-effective_from")
            .first()
        )
        if newest is None:
            says = "No earlier passing score is recorded: enter the score."
            self.add_error("previous_score", says)
        return newest.score if newest else None


class EditionForm(FreshForm):
    class Meta:
        model = Edition
        fields = ("label", "as_of", "summary")
        help_texts = {
            "as_of": "The day up to which the figures were gathered. It states that every source "
            "without a day of its own was looked at by then.",
            "summary": "What is new in it: readers will see it.",
        }


class StepForm(forms.Form):
    """What an editor or a reviewer says when an edition takes its next step."""

    summary = forms.CharField(required=False, strip=True, max_length=5_000)
    words = forms.CharField(required=False, strip=True, max_length=5_000)
    digest = forms.CharField(required=False, max_length=64)
    seen = forms.IntegerField(required=False, min_value=0)
    day = forms.DateField(required=False)
