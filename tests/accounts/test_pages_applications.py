"""Asking for a role and sending papers with it, by the pages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import privacy, services
from accounts.enums import ApplicationStatus
from accounts.models import RoleApplication
from core import documents
from core.ids import uuid7
from core.models import Document
from tests.core.papers import pdf, photograph
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha(client):
    user = UserFactory(email="asha@example.com", name="Asha Rao")
    client.force_login(user)
    return user


class TestApplications:
    def test_are_sent_and_shown_with_their_state(self, client, asha):
        client.post("/account/applications/seller/", {"business_name": "Rao Handlooms", "tax_id": "29ABCDE1234F1Z5"})

        page = client.get("/account/applications/").content.decode()
        application = RoleApplication.objects.get()
        asha.refresh_from_db()
        assert (application.role, application.status, asha.role) == ("seller", "pending", "customer")
        assert "Rao Handlooms" in page
        assert "Waiting for a decision" in page

    def test_show_the_reason_of_a_refusal(self, client, asha):
        application = services.apply_for_role(user=asha, role="retailer", business_name="Rao & Co")
        RoleApplication.objects.filter(pk=application.pk).update(
            status=ApplicationStatus.REJECTED, reason="The tax number belongs to <b>another</b> business."
        )

        page = client.get("/account/applications/").content.decode()

        assert "belongs to &lt;b&gt;another" in page
        assert "Apply for a trade account" in page

    def test_wait_for_a_confirmed_address(self, client):
        client.force_login(UserFactory(unverified=True))

        response = client.post("/account/applications/seller/", {"business_name": "Rao Handlooms"})

        assert response.status_code == 422
        assert not RoleApplication.objects.exists()

    def test_are_for_two_roles_only(self, client, asha):
        assert client.post("/account/applications/admin/", {"business_name": "Me"}).status_code == 404

    def test_are_not_sent_twice(self, client, asha):
        for _time in range(2):
            response = client.post("/account/applications/seller/", {"business_name": "Rao Handlooms"}, follow=True)

        assert "applied for that already" in response.content.decode()
        assert RoleApplication.objects.count() == 1

    def test_that_wait_are_shown_instead_of_a_second_form(self, client, asha):
        services.apply_for_role(user=asha, role="seller", business_name="Rao Handlooms")

        page = client.get("/account/applications/seller/", follow=True).content.decode()

        assert "applied for that already" in page
        assert "Waiting for a decision" in page
        assert 'name="business_name"' not in page

    def test_that_were_refused_may_be_sent_anew(self, client, asha):
        application = services.apply_for_role(user=asha, role="seller", business_name="Rao Handlooms")
        RoleApplication.objects.filter(pk=application.pk).update(status=ApplicationStatus.REJECTED)

        assert 'name="business_name"' in client.get("/account/applications/seller/").content.decode()


class TestPapersOfApplications:
    PATH = "/account/applications/seller/"

    @pytest.fixture(autouse=True)
    def _own_folder(self, settings, tmp_path):
        settings.PRIVATE_ROOT = tmp_path

    def paper(self, name="gst.pdf", content=None) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, pdf() if content is None else content)

    def test_are_sent_with_it_and_read_again(self, client, asha):
        sent = {"business_name": "Rao Handlooms", "papers": [self.paper(), self.paper("shop.jpg", photograph())]}

        assert client.post(self.PATH, sent).status_code == 302

        page = client.get("/account/applications/").content.decode()
        papers = RoleApplication.objects.get().documents
        assert [paper["name"] for paper in papers] == ["gst.pdf", "shop.webp"]
        assert f'href="/documents/{papers[0]["id"]}"' in page
        assert client.get(f"/documents/{papers[0]['id']}").status_code == 200

    def test_are_not_lost_when_something_else_is_wrong(self, client, asha):
        refused = client.post(self.PATH, {"business_name": "", "message": "We weave.", "papers": [self.paper()]})

        waiting = Document.objects.get()
        page = refused.content.decode()
        assert refused.status_code == 422
        assert f'value="{waiting.pk}" checked' in page
        assert "We weave." in page
        assert client.post(self.PATH, {"business_name": "Rao", "paper": [str(waiting.pk)]}).status_code == 302
        assert [paper["id"] for paper in RoleApplication.objects.get().documents] == [str(waiting.pk)]

    def test_that_are_refused_take_no_good_one_along(self, client, asha):
        wrong = self.paper("<b>run.exe", b"MZ" + b"\0" * 50)

        refused = client.post(self.PATH, {"business_name": "Rao", "papers": [self.paper(), wrong]})

        page = refused.content.decode()
        assert refused.status_code == 422
        assert "&lt;b&gt;run.exe: Choose a PDF" in page
        assert "gst.pdf" in page
        assert not RoleApplication.objects.exists()

    def test_are_at_most_five(self, client, asha):
        refused = client.post(self.PATH, {"business_name": "Rao", "papers": [self.paper() for _ in range(6)]})

        assert "Send at most 5 documents." in refused.content.decode()
        assert (Document.objects.count(), RoleApplication.objects.count()) == (5, 0)

    def test_of_somebody_else_are_passed_over(self, client, asha):
        theirs = documents.store_document(file=self.paper(), name="x", purpose="application", uploaded_by=uuid7())

        client.post(self.PATH, {"business_name": "Rao", "paper": [str(theirs.pk), "nonsense", "\0"]})

        assert RoleApplication.objects.get().documents == []

    def test_are_counted_like_every_upload(self, client, asha, settings):
        settings.RATE_LIMIT_UPLOADS = "1/1h"

        refused = client.post(self.PATH, {"business_name": "Rao", "papers": [self.paper(), self.paper("b.pdf")]})

        assert "b.pdf: Too many requests." in refused.content.decode()
        assert Document.objects.count() == 1

    def test_may_be_longer_together_than_one_upload(self, client, asha):
        papers = [self.paper(f"{n}.pdf", pdf("x" * (4 * 1024 * 1024))) for n in range(3)]

        assert client.post(self.PATH, {"business_name": "Rao", "papers": papers}).status_code == 302

    def test_stand_in_the_export_and_go_with_the_account(self, client, asha, django_capture_on_commit_callbacks):
        client.post(self.PATH, {"business_name": "Rao", "papers": [self.paper()]})

        assert list(privacy.export_files(asha)) == [("applications/1-gst.pdf", pdf())]
        with django_capture_on_commit_callbacks(execute=True):
            services.erase_user(user=asha)

        assert not Document.objects.exists()
        assert [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()] == []
