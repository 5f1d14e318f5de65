from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scores.editions.load import clone_edition
from scores.models import HouseSetting, PassingStandard
from tests.engine.edition import FIXTURES

pytestmark = pytest.mark.database


def run(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def draft(small_edition):
    return clone_edition(edition=small_edition, label="2027.1")


def test_load_editions_has_nothing_to_do_the_second_time(edition_with_projection):
    assert run("load_editions") == (
        "2025.1.jsonl: nothing to do, this edition is there.\n"
        "2026.1.jsonl: nothing to do, this edition is there.\n"
        "2026.2.jsonl: nothing to do, this edition is there.\n"
    )


def test_load_editions_is_quiet_when_asked(db):
    assert run("load_editions", verbosity=0) == ""


def test_load_editions_begins_with_the_oldest(db, tmp_path):
    for label in ("2025.10", "2025.9", "2026.1"):
        (tmp_path / f"{label}.jsonl").touch()

    with pytest.raises(CommandError, match=r"^2025\.9\.jsonl: Line 1: "):
        run("load_editions", path=tmp_path)


def test_load_editions_wants_a_folder_with_editions(db, tmp_path):
    with pytest.raises(CommandError, match=r"There is no \.jsonl file in "):
        run("load_editions", path=tmp_path)


def test_load_editions_wants_utf_8(db, tmp_path):
    (tmp_path / "2026.1.jsonl").write_bytes("Prüfung".encode("latin-1"))

    with pytest.raises(CommandError, match=r"2026\.1\.jsonl: it is not written in UTF-8"):
        run("load_editions", path=tmp_path)


def test_check_edition_passes(db):
    assert run("check_edition", "2026.1") == "Edition 2026.1 passes every check.\n"


def test_check_edition_prints_the_faults_and_fails(draft):
    HouseSetting.objects.filter(edition=draft, slug="spread_sd").update(value=-14)
    out = StringIO()

    with pytest.raises(CommandError, match=r"Edition 2027\.1 has 1 fault\.") as failed:
        call_command("check_edition", "2027.1", stdout=out)

    assert failed.value.returncode == 1
    assert out.getvalue() == "house setting spread_sd: value: A house setting is above zero.\n"


def test_diff_editions_prints_what_changed(draft):
    HouseSetting.objects.filter(edition=draft, slug="small_n").update(value=25)
    PassingStandard.objects.filter(edition=draft, exam="step3", score=200).delete()

    assert run("diff_editions", "2000.1", "2027.1") == (
        "~ house setting small_n: value 20 → 25\n"
        "- passing standard step3 · 2024-01-01\n"
        "From 2000.1 to 2027.1: 0 added, 1 removed, 1 changed.\n"
    )


@pytest.mark.parametrize("label", ["2025.1", "2026.1"])
def test_export_edition_writes_the_fixture_to_the_byte(db, tmp_path, label):
    fixture = (FIXTURES / f"{label}.jsonl").read_bytes()

    run("export_edition", label, output=tmp_path / "out.jsonl")

    assert run("export_edition", label).encode() == fixture
    assert (tmp_path / "out.jsonl").read_bytes() == fixture


@pytest.mark.parametrize(
    "command", [["check_edition", "1999.1"], ["diff_editions", "2026.1", "1999.1"]]
)
def test_commands_name_the_editions_there_are(db, command):
    with pytest.raises(
        CommandError, match=r"There is no edition 1999\.1 \(there are: 2026\.1, 2025\.1\)\."
    ):
        run(*command)
