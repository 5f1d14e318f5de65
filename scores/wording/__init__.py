"""Every sentence a reader sees of a result, made from the facts that the engine returns.

One place to mend a word: nothing here derives a number, and nothing elsewhere reads a sentence.
American English, as USMLE, NRMP and AAMC write it: what is so, then why, then what to do.

Read it in this order: `values` (numbers and days), `rows` (whom a figure describes), `said` (how a
fact finds its words), then what each part of a result says: `target`, `standing`, `practice`,
`plan`, `beside`. `record` writes a result down in facts and words.
"""

from . import beside, plan, practice, standing, target  # noqa: F401 (each registers what it says)
