"""What editors type to sign in, beside their name and password."""

from django import forms


class CodeForm(forms.Form):
    """A code of the app, or a recovery code: as it is shown, in groups or not."""

    code = forms.CharField(max_length=60, error_messages={"required": "Enter a code."})

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class ConfirmForm(CodeForm):
    """Whoever changes how they sign in does all of it once more."""

    password = forms.CharField(
        strip=False, max_length=4096, error_messages={"required": "Enter your password."}
    )
