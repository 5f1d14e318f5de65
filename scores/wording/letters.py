"""The e-mails to reviewers and authors when an edition takes a step."""

SUBJECTS = {
    "submit": "Edition {edition} is waiting for your review",
    "approve": "Edition {edition} is approved",
    "send-back": "Edition {edition} is sent back to you",
    "publish": "Edition {edition} is published",
    "schedule": "Edition {edition} is published for a day ahead",
}

OPENINGS = {
    "submit": "{by} asks you to review edition {edition}.",
    "approve": "{by} approved edition {edition}. It can be published.",
    "send-back": "{by} made edition {edition} a draft again.",
    "publish": "{by} published edition {edition}.",
    "schedule": "{by} published edition {edition} for a day ahead.",
}


def say_letter(step: str, *, edition: str, by: str, words: str, link: str) -> tuple[str, str]:
    """The subject and the text. `words` is what `by` wrote, or empty."""
    opening = OPENINGS[step].format(edition=edition, by=by)
    said = f"{by} says:\n\n{words}" if words else ""
    parts = [opening, said, f"Everything is on its page:\n{link}"]
    return SUBJECTS[step].format(edition=edition), "\n\n".join(filter(None, parts)) + "\n"
