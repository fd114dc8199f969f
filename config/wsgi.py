"""The web process's entry point. Without a broker, background work is done by threads beside the requests."""

import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()


def _with_worker(environ: dict[str, Any], start_response: Any) -> Any:
    # Not at import: a server that loads the application before it forks would leave the threads in the parent.
    worker.start()
    return _django(environ, start_response)


if settings.EMBEDDED_WORKER:
    from core import worker

    application = _with_worker
else:
    application = _django
