"""The forms for the second factor of editors and reviewers."""

from django import forms


class CodeForm(forms.Form):
    """A code of the app or a recovery code, with or without spaces."""

    code = forms.CharField(max_length=60, error_messages={"required": "Enter a code."})

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class ConfirmForm(CodeForm):
    """Password and code once more, before a change to the second factor."""

    password = forms.CharField(
        strip=False, max_length=4096, error_messages={"required": "Enter your password."}
    )
