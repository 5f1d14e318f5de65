"""The form by which readers report an error, in plain text."""

from typing import Any

from django import forms

from scores.forms.sharing import TOO_OLD, one_line, read_form_token


class ReportForm(forms.Form):
    figure = forms.CharField(
        max_length=200,
        error_messages={
            "required": "Enter the figure: the number, and what it is of.",
            "max_length": "Name the figure in at most 200 characters.",
        },
    )
    says = forms.CharField(
        max_length=2000,
        error_messages={
            "required": "Enter what is wrong with it.",
            "max_length": "Enter at most 2,000 characters.",
        },
    )
    source = forms.CharField(
        required=False,
        max_length=500,
        error_messages={"max_length": "Enter at most 500 characters."},
    )
    page = forms.CharField(required=False, max_length=200)

    def clean_figure(self) -> str:
        return one_line(self.cleaned_data["figure"])

    def clean_source(self) -> str:
        return one_line(self.cleaned_data["source"])

    def clean_page(self) -> str:
        """The path alone, as the query may hold somebody's answers; empty if it is no path."""
        path = one_line(self.cleaned_data["page"]).partition("?")[0]
        return path if path.startswith("/") else ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["submission"] = read_form_token(self.data.get("once", ""))
        if data["submission"] is None:
            self.add_error(None, f"{TOO_OLD} Send it once more.")
        return data
