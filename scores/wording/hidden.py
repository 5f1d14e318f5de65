"""The words that replace what the owner of a goal hides."""

from scores.wording.said import Words

HIDDEN_PROFILE = Words(
    "Profile",
    "Parts of the application moved the aim; the owner does not show which.",
)
