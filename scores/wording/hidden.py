"""What stands in the place of what the owner of a goal does not show."""

from scores.wording.said import Words

HIDDEN_PROFILE = Words(
    "Profile",
    "Parts of the application moved the aim; the owner does not show which.",
)
