"""Every sentence a reader sees of a result, made from the facts that the engine returns.

This is the one place to change a word: no code here derives a number, and no code elsewhere parses
a sentence. Sentences are in American English, as USMLE, NRMP and AAMC write it, and give the
finding, then the reason, then the action.

Read the modules in this order: `values` (numbers and days), `rows` (whom a figure describes),
`said` (how a fact finds its words), then one module for each part of a result: `target`,
`existing_score`, `projection`, `plan`, `match`, `context`. `record` turns a result into plain data.
"""

# Imported so that each module registers its wording with `said`.
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
