# Two stages: the first has what building needs, the second only what running needs.
FROM python:3.11-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
# Keys of the build only: nothing that is built depends on them.
RUN export HAAT_ENV=production ALLOWED_HOSTS=build SITE_URL=https://build.invalid \
        DATABASE_URL=postgres://build@build/build MAIL_URL=smtp://build \
        SECRET_KEY=only-for-the-build-of-the-image-and-not-for-running-it JWT_KEY=also-only-for-the-build-of-the-image-not-for-running \
    && python manage.py compile_translations \
    && python manage.py collectstatic --noinput \
    && rm -rf var

FROM python:3.11-slim-trixie
ENV PATH="/opt/venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HAAT_ENV=production VAR_DIR=/data PORT=8000
# pg_dump and pg_restore for `manage.py backup`; without them rows are copied, which is slower.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app haat \
    && install --directory --owner haat --group haat /data
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
USER haat
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD \
    ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health/live\", timeout=2)"]
CMD ["bin/web"]
