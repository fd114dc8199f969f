"""Papers come in by what they hold, lie where nobody finds them, and go out to few."""

import io
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.anonymise import scramble_applications
from core import documents
from core.anonymise import Fakes
from core.documents import DocumentHoldsCode, DocumentRefused, DocumentTooLarge, DocumentUnknown
from core.ids import uuid7
from core.models import Document
from tests.core.papers import pdf, photograph
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(settings, tmp_path) -> Path:
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path


def stored(content: bytes | None = None, *, name: str = "gst.pdf", by: UUID | None = None) -> Document:
    return documents.store_document(
        file=io.BytesIO(content or pdf()), name=name, purpose="application", uploaded_by=by or uuid7()
    )


def held(document: Document) -> Document:
    documents.attach(
        document_ids=[document.pk], purpose="application", uploaded_by=document.uploaded_by, held_by=uuid7()
    )
    return document


def staff(*codenames: str):
    user = UserFactory(support=True)
    user.groups.clear()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestStoring:
    def test_keeps_a_pdf_as_it_is_under_a_name_that_nobody_guesses(self, private):
        document = stored()

        assert (document.content_type, document.size) == ("application/pdf", len(pdf()))
        assert files(private)[0].read_bytes() == pdf()
        assert len(Path(document.file).stem) == 32

    def test_keeps_only_the_pixels_of_a_picture(self, private):
        document = stored(photograph() + b"MotionPhoto", name="shop front.jpg")

        assert (document.content_type, document.name) == ("image/webp", "shop front.webp")
        assert b"MotionPhoto" not in files(private)[0].read_bytes()

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("../../etc/passwd", "passwd.pdf"),
            (r"C:\papers\gst.exe", "gst.pdf"),
            ("a.pdf.html", "a.pdf.pdf"),
            ("inv\u202efdp.exe", "invfdp.pdf"),
            ("gst\r\nSet-Cookie: a=b.pdf", "gst Set-Cookie: a=b.pdf"),
            ("प्रमाण पत्र.pdf", "प्रमाण पत्र.pdf"),
            ("", "document.pdf"),
            ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ],
    )
    def test_calls_it_what_it_is(self, name, shown):
        assert stored(name=name).name == shown

    @pytest.mark.parametrize(
        "content",
        [
            pdf("<script>alert(1)</script>"),
            pdf("<html onclick=x>"),
            pdf("/S /JavaScript /JS (app.alert\\(1\\))"),
            pdf("/Type /EmbeddedFile"),
            pdf("/S /Launch"),
            photograph() + b"<script>alert(1)</script>",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        ],
    )
    def test_refuses_what_does_more_than_lie_there(self, private, content):
        with pytest.raises(DocumentHoldsCode, match="Choose a PDF, or a JPEG, PNG or WebP picture"):
            stored(content)

        assert (Document.objects.count(), files(private)) == (0, [])

    @pytest.mark.parametrize(
        "content",
        [
            b"MZ" + b"\0" * 100,
            b"PK\x03\x04" + b"\0" * 100,
            b"hello",
            b"\n" + pdf(),
            pdf() + b"PK\x03\x04 an archive",
            pdf()[:-8],
            photograph()[:200],
            b"GIF89a nothing",
        ],
        ids=["program", "archive", "text", "not at the start", "archive behind", "cut off", "half a picture", "gif"],
    )
    def test_refuses_what_is_no_paper(self, private, content):
        with pytest.raises(DocumentRefused):
            stored(content)

        assert (Document.objects.count(), files(private)) == (0, [])

    def test_refuses_more_than_five_megabytes(self, private):
        with pytest.raises(DocumentTooLarge):
            stored(pdf("x" * documents.MAX_BYTES))

        assert files(private) == []


class TestAttaching:
    def test_takes_each_paper_once_and_from_its_sender_only(self):
        mine, other = stored(), stored()
        held(mine)

        for document, sender in ((mine, mine.uploaded_by), (other, mine.uploaded_by)):
            with pytest.raises(DocumentUnknown):
                documents.attach(
                    document_ids=[document.pk], purpose="application", uploaded_by=sender, held_by=uuid7()
                )

    def test_takes_all_or_none(self):
        mine = stored()

        with pytest.raises(DocumentUnknown):
            documents.attach(
                document_ids=[mine.pk, uuid7()], purpose="application", uploaded_by=mine.uploaded_by, held_by=uuid7()
            )

        mine.refresh_from_db()
        assert mine.held_by is None


class TestReading:
    def test_answers_its_sender_with_a_file_to_keep(self, client):
        asha = UserFactory()
        client.force_login(asha)

        answer = client.get(reverse("document", args=[stored(by=asha.pk, name="जीएसटी.pdf").pk]))

        assert b"".join(answer.streaming_content) == pdf()
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "private, no-store"

    def test_answers_others_as_if_there_were_none(self, client, api_as):
        document = held(stored())
        others = [UserFactory(), staff("view_user", "view_roleapplication")]

        for other in others:
            client.force_login(other)
            assert client.get(reverse("document", args=[document.pk])).status_code == 404
            assert api_as(other).get(reverse("core-api:private-upload", args=[document.pk])).status_code == 404
            assert client.get(reverse("document", args=[uuid7()])).status_code == 404

    def test_asks_strangers_who_they_are(self, client, api):
        document = held(stored())

        assert client.get(reverse("document", args=[document.pk])).url.startswith("/account/sign-in/?next=")
        assert api.get(reverse("core-api:private-upload", args=[document.pk])).status_code == 401

    def test_answers_staff_who_decide_once_it_was_sent_to_them(self, client, settings):
        document, colleague = stored(), staff("change_roleapplication")
        client.force_login(colleague)
        path = reverse("document", args=[document.pk])

        assert client.get(path).status_code == 404
        held(document)
        assert client.get(path).status_code == 200
        settings.STAFF_TWO_FACTOR_REQUIRED = True
        assert client.get(path).status_code == 404

    def test_is_never_below_the_public_folder(self, client):
        document = stored(photograph(), name="a.jpg")

        for path in (document.file, f"../private/{document.file}", f"private/{document.file}"):
            assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db(transaction=True)
class TestCleanUp:
    def aged(self, document: Document) -> Document:
        Document.objects.filter(pk=document.pk).update(updated_at=timezone.now() - timedelta(days=2))
        return document

    def test_removes_what_nothing_holds_with_its_file(self, private):
        self.aged(stored())
        kept = [stored(), self.aged(held(stored()))]

        call_command("cleanup")

        assert set(Document.objects.all()) == set(kept)
        assert {path.name for path in files(private)} == {Path(document.file).name for document in kept}

    def test_keeps_what_is_attached_while_it_runs(self):
        document = self.aged(stored())
        found = documents.find_unheld(timezone.now())
        assert list(found) == [document]

        held(document)
        documents.release(found)

        assert Document.objects.get().held_by is not None

    def test_of_a_copy_for_showing_leaves_none(self, private):
        held(stored())

        scramble_applications(Fakes())

        assert (Document.objects.count(), files(private)) == (0, [])

    def test_finds_what_a_killed_process_left(self, private, monkeypatch):
        document = held(stored())
        monkeypatch.setattr(documents, "_discard", lambda keys: None)
        documents.release(Document.objects.all())
        monkeypatch.undo()
        left = Document.objects.get()
        assert (left.name, left.uploaded_by, left.held_by) == ("", None, None)

        call_command("cleanup")
        assert len(files(private)) == 1
        self.aged(document)
        call_command("cleanup")

        assert (Document.objects.count(), files(private)) == (0, [])
