# One image for web, worker, beat and migrations.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.lock .
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY . .
# Texts and static files are made here, so that a container starts at once. The key is thrown away with this step.
RUN for po in locale/*/LC_MESSAGES/django.po; do \
      [ ! -e "$po" ] || /venv/bin/pybabel -q compile -i "$po" -o "${po%.po}.mo" -l "$(basename "$(dirname "$(dirname "$po")")")"; \
    done \
    && ENV=demo VAR_DIR=/tmp/build STATIC_COMPRESS=1 /venv/bin/python manage.py collectstatic --no-input --ignore VENDOR.md -v 0

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app portal \
    && mkdir -p /data/store /data/var && chown -R portal /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ENV=prod \
    STATIC_COMPRESS=1 \
    CONTACT_STORE=/data/store \
    VAR_DIR=/data/var
USER portal
EXPOSE 8000
CMD ["gunicorn", "kpi_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]
