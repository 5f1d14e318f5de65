"""Every sentence a reader sees of a result, made from the facts that the engine returns.

One place to change a word: nothing here derives a number, and nothing elsewhere reads a sentence.
American English, as USMLE, NRMP and AAMC write it: what is so, then why, then what to do.

Read it in this order: `values` (numbers and days), `rows` (whom a figure describes), `said` (how a
fact finds its words), then what each part of a result says: `target`, `existing_score`,
`projection`, `plan`, `match`, `context`. `record` writes a result down in facts and words.
"""

# Each registers what it says.
from scores.wording import (  # noqa: F401
    application,
    context,
    existing_score,
    match,
    plan,
    projection,
    target,
    verdict,
)
