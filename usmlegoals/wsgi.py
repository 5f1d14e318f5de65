import os

from django.core.wsgi import get_wsgi_application

from .reading import start_reading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usmlegoals.settings")

application = get_wsgi_application()
start_reading()
