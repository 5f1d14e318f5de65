# One image for the site and its commands: `docker run … python manage.py …` runs one of them.
# The root file system may be read-only; /data (SQLite only) and /tmp are all it writes to.

FROM python:3.13-slim AS build

WORKDIR /site
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --only-binary=:all: --require-hashes --requirement requirements.txt

COPY . .
# Both are for this one command; the running site gets its own, or does not start.
RUN SECRET_KEY=unused ALLOWED_HOSTS=unused /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /venv/bin/python -m compileall -q usmlegoals scores


FROM python:3.13-slim

ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/db.sqlite3 \
    HOST=0.0.0.0 \
    PORT=8000

RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin site \
    && install --directory --owner=site --mode=0700 /data

WORKDIR /site
COPY --from=build /venv /venv
COPY --from=build /site /site

USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-m", "usmlegoals.health"]

# Told to stop, gunicorn finishes the requests at hand: it is process 1 and hears the signal itself.
STOPSIGNAL SIGTERM
CMD ["sh", "-c", "python manage.py prepare && exec gunicorn usmlegoals.wsgi"]
