"""From a student's answers to a target score with its reasons.

Pure Python: no Django, no clock, no randomness, no input or output. The edition of the
figures and today's date are arguments, so the same answers give the same result.

Read it in this order: `vocabulary` (the words), `figures` (what an edition holds), `answers`
(what a student says), `steps` (what a trace is made of), then one module per rule: `floor`,
`benchmark`, `aim`, `percentiles`, `context`; `practice` projects a score, `match` tells who matched
with it. `result` puts them together. What a fact says in
words is made in `scores.wording`.
"""

VERSION = "2.1"
"""Version of the rules. It changes whenever the same answers could give other numbers."""
