"""A worker takes no more memory for what was asked of it before."""

import pytest

from tests.processes import LOCAL, output, start, start_script

pytestmark = pytest.mark.slow

ASK_AGAIN_AND_AGAIN = """
from pathlib import Path
from resource import getpagesize
import pytest
import usmlegoals.wsgi
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from scores.actions.editions import clone_edition
from scores.models import Edition, HouseSetting

settings.SECOND_FACTOR = False
root = User.objects.create(username="root", is_staff=True, is_superuser=True)
client = Client(headers={"host": "localhost"})
client.force_login(root)
draft = clone_edition(edition=Edition.objects.get(label="2026.1"), label="2027.1")
setting = HouseSetting.objects.filter(edition=draft).first()
form = f"/admin/scores/housesetting/{setting.pk}/change/"

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()

def grown(times):
    before = resident()
    assert {client.get(form).status_code for _ in range(times)} == {200}
    return resident() - before

grown(3)
print(grown(20))
"""
"""A form of the admin lists every source, and leaves thousands of objects behind."""

MEBIBYTE = 2**20


def test_form_asked_for_again_takes_no_more_memory(tmp_path):
    environment = LOCAL | {"VAR_DIR": str(tmp_path)}
    output(start("manage.py", "prepare", **environment))
    output(start("manage.py", "collectstatic", "--noinput", **environment))

    grown = int(output(start_script(ASK_AGAIN_AND_AGAIN, **environment)).splitlines()[-1])

    print(grown)
    assert grown < 8 * MEBIBYTE
