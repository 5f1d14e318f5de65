"""Templates are there before anybody asks."""

from django.template import Engine

from tests.processes import ROOT
from usmlegoals.templates import compile_ahead


def test_every_template_is_compiled_ahead():
    (cached,) = Engine.get_default().template_loaders
    cached.reset()

    compile_ahead()

    ours = {
        str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")
    }
    there = {name for name in cached.get_template_cache if not name.startswith("/")}
    assert ours | {"admin/change_form.html"} <= there
