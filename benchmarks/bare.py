"""B: a bare Django view that answers constant JSON, with no middleware. What everything else is compared with."""

import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = json.loads(Path(__file__).with_name("bare.json").read_text())


def constant(request: HttpRequest) -> HttpResponse:
    body = json.dumps(BODY)
    return HttpResponse(body, content_type="application/json", headers={"Content-Length": str(len(body))})


settings.configure(
    ROOT_URLCONF=__name__, SECRET_KEY="only for measuring", ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], DEBUG=False
)
urlpatterns = [path("constant", constant)]
sys.modules.setdefault("benchmarks.bare", sys.modules[__name__])
application = get_wsgi_application()
