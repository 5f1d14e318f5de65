import os

from django.core.wsgi import get_wsgi_application

from .reading import start_reading, warn_of_missing_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usmlegoals.settings")

application = get_wsgi_application()
warn_of_missing_settings()
start_reading()
