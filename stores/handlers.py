"""What stores do after the fact."""

from accounts.enums import ApplicationStatus, Role
from accounts.events import ApplicationDecided
from accounts.models import RoleApplication
from core.outbox import handler
from stores import services


@handler()
def on_application_decided(event: ApplicationDecided) -> None:
    application = RoleApplication.objects.select_related("user").filter(pk=event.application_id).first()
    if application and application.role == Role.SELLER and application.status == ApplicationStatus.APPROVED:
        services.open_store_of_applicant(application=application)
