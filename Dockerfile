# The portal as two images: `portal` (web processes, workers, every command) and `front` (nginx with the static files).
# deploy/prove-image runs these steps without a container engine.

FROM debian:bookworm-slim AS packages
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/portal
COPY requirements.txt requirements-optional.txt ./
RUN python3 -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt -r requirements-optional.txt
COPY . .
# No secret is needed or kept: these commands sign nothing.
RUN export DJANGO_SETTINGS_MODULE=config.settings.base SECRET_KEY=unused DATA_DIR=/tmp/unused STATIC_DIR=/srv/static \
    && /opt/venv/bin/python manage.py compile_catalogues \
    && /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /opt/venv/bin/python -m compileall -q home knowledge projects search site \
    && rm -rf /tmp/unused

FROM debian:bookworm-slim AS portal
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates media-types postgresql-client python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /tmp portal \
    && install --directory --owner portal --group portal /var/lib/portal
COPY --from=packages /opt/venv /opt/venv
COPY --from=packages /srv/portal /srv/portal
COPY --from=packages /srv/static /srv/static
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin
ENV PYTHONPATH=/srv/portal:/srv/portal/site
ENV PYTHONUNBUFFERED=1
ENV PYTHONDONTWRITEBYTECODE=1
ENV DJANGO_SETTINGS_MODULE=config.settings.production
ENV DATA_DIR=/var/lib/portal
ENV STATIC_DIR=/srv/static
ENV LISTEN=0.0.0.0:8000
WORKDIR /srv/portal
USER portal
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "deploy/ask-health"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "config.wsgi"]

FROM debian:bookworm-slim AS front
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gettext-base libnginx-mod-http-brotli-static nginx-light \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10002 --user-group --no-create-home --home-dir /tmp front
COPY --from=packages /srv/static /srv/static
COPY deploy/nginx /srv/nginx
ENV APPLICATION=web:8000
ENV STATIC_ROOT=/srv/static
ENV MEDIA_ROOT=/var/lib/portal/media
ENV CACHE_ROOT=/tmp/nginx/kept
ENV LISTEN=8080
ENV SERVER_NAME=_
ENV FORWARDED_PROTO=\$http_x_forwarded_proto
USER front
EXPOSE 8080
CMD ["sh", "/srv/nginx/start"]
