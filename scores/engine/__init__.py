"""From a student's answers to a target score with its reasons.

Pure Python: no Django, no clock, no randomness, no input or output. The edition and today's date
are arguments, so the same answers always give the same result.

Read it in this order: `vocabulary` (the terms), `figures` (the rows of an edition), `answers`
(the input), `steps` (the parts of a trace), then one module per rule: `floor`, `benchmark`, `aim`,
`percentiles`, `context`. `practice` projects a score, `match` estimates the chance of matching, and
`outlook` combines them into a verdict and a plan. `result` puts everything together.
`scores.wording` puts the facts into sentences.
"""

VERSION = "2.1"
"""Version of the rules. It changes whenever the same answers could give different numbers."""
