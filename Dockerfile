FROM python:3.13-slim AS build

RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt


FROM python:3.13-slim

ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/db.sqlite3 \
    HOST=0.0.0.0

WORKDIR /site
COPY --from=build /venv /venv
COPY . .

# The key is for this one command; the running site gets its own, or does not start.
RUN SECRET_KEY=unused python manage.py collectstatic --noinput \
    && useradd --system --no-create-home site \
    && install --directory --owner=site /data

USER site
VOLUME /data
EXPOSE 8000

CMD ["sh", "-c", "python manage.py migrate && python manage.py load_editions && exec gunicorn usmlegoals.wsgi"]
