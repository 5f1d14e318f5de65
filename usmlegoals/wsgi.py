import os

from django.core.wsgi import get_wsgi_application

from .reading import start_reading
from .stack import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usmlegoals.settings")

application = with_room(get_wsgi_application())
start_reading()
