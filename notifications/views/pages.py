"""Pages about messages: what one hears of, and stopping mails with one click."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import services
from notifications.forms import PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and store what the person wants to hear of."""
    form = PreferencesForm(services.list_choices(request.user), request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.set_preferences(user=request.user, wanted=form.wanted())
        messages.success(request, _("Your choice is saved."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})


# The mail program posts here without a visit before it (RFC 8058), so it has no CSRF token; the link is signed.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on a visit, which a mail scanner may make; stop the mails on a POST."""
    topic = services.read_unsubscribe_link(token=token)
    if request.method == "POST":
        services.unsubscribe(token=token)
    context = {"topic": topic.label, "is_done": request.method == "POST"}
    response = render(request, "notifications/unsubscribe.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
