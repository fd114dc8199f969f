"""POST /uploads: by purpose and right, counted, and the same again."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core.models import Picture
from tests.core.papers import pdf
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PATH = reverse("core-api:uploads")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def sent(purpose="review", content=None, name="a.png") -> dict:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "PNG")
    return {"purpose": purpose, "file": SimpleUploadedFile(name, out.getvalue() if content is None else content)}


class TestUploads:
    def test_answers_an_id_and_an_address_that_is_served(self, api_as, client):
        answer = api_as(UserFactory()).post(PATH, sent(), format="multipart")

        assert answer.status_code == 201
        told = answer.json()["data"]
        assert (told["purpose"], told["width"], told["height"]) == ("review", 300, 200)
        assert Picture.objects.get().pk.hex == told["id"].replace("-", "")
        served = client.get(told["url"])
        assert served["Content-Type"] == "image/webp"
        assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert served["X-Content-Type-Options"] == "nosniff"

    def test_answers_the_same_again(self, api_as):
        client = api_as(UserFactory())

        first, second = (client.post(PATH, sent(), format="multipart").json()["data"] for _ in range(2))

        assert first == second
        assert Picture.objects.count() == 1

    @pytest.mark.parametrize("purpose", ["product", "category", "logo", "banner"])
    def test_keeps_the_shops_own_purposes_for_staff(self, api_as, purpose):
        refused = api_as(UserFactory()).post(PATH, sent(purpose), format="multipart")

        assert refused.status_code == 403
        assert api_as(UserFactory(admin=True)).post(PATH, sent(purpose), format="multipart").status_code == 201
        assert Picture.objects.count() == 1

    @pytest.mark.parametrize("name", ["a.png.html", "../../x.png", "ä;" + "x" * 300 + ".webp", "shell.php"])
    def test_forgets_the_name(self, api_as, name):
        assert api_as(UserFactory()).post(PATH, sent(name=name), format="multipart").status_code == 201
        assert Picture.objects.get().file.endswith(".webp")
        assert "x.png" not in Picture.objects.get().file

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "IMAGE_HOLDS_CODE"),
            (b"GIF89a nothing", "IMAGE_REFUSED"),
            (b"%PDF-1.7", "IMAGE_REFUSED"),
        ],
    )
    def test_says_why_it_refuses_a_file(self, api_as, content, code):
        answer = api_as(UserFactory()).post(PATH, sent(content=content), format="multipart")

        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == code

    def test_keeps_papers_private(self, api_as, api, settings, tmp_path):
        settings.PRIVATE_ROOT = tmp_path / "private"
        answer = api_as(UserFactory()).post(PATH, sent("application", pdf(), "gst.pdf"), format="multipart")

        told = answer.json()["data"]
        assert (answer.status_code, told["purpose"], told["width"]) == (201, "application", None)
        assert told["url"].endswith(f"/api/v1/uploads/{told['id']}")
        assert api.get(told["url"]).status_code == 401
        assert not Picture.objects.exists()

    def test_refuses_strangers_unknown_purposes_and_nothing(self, api, api_as):
        client = api_as(UserFactory())

        assert api.post(PATH, sent(), format="multipart").status_code == 401
        assert client.post(PATH, sent("wallpaper"), format="multipart").status_code == 400
        assert client.post(PATH, {"purpose": "review"}, format="multipart").status_code == 400

    def test_says_in_which_form_to_send_it(self, api_as):
        answer = api_as(UserFactory()).post(PATH, {"purpose": "review"})

        assert answer.status_code == 415
        assert answer.json()["error"]["message"].endswith("Send it as multipart/form-data.")

    def test_counts_what_each_person_sends(self, api_as, settings):
        settings.RATE_LIMIT_UPLOADS = "2/1h"
        client = api_as(UserFactory())

        answers = [client.post(PATH, sent(), format="multipart").status_code for _ in range(3)]

        assert answers == [201, 201, 429]
        assert api_as(UserFactory()).post(PATH, sent(), format="multipart").status_code == 201
