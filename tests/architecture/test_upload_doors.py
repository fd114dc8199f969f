"""Every way by which a picture gets in keeps its pixels, and nothing of a file that is more or less than a picture."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from accounts import services
from accounts.models import User
from core.models import Picture, ShopSettings
from tests.catalog.listing import fill
from tests.catalog.test_admin import grid
from tests.catalog.test_office_pages import as_shown
from tests.conftest import ShopClient
from tests.core.test_uploads import POLYGLOTS, REFUSED, picture, png_that_claims
from tests.documented import operations
from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory
from tests.factories.media import ProductMediaFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db

# Operations that take a picture: where it is sent, and what with it.
API: dict[str, Callable[[], tuple[str, dict]]] = {
    "uploads_create": lambda: ("/api/v1/uploads", {"purpose": "product"}),
    "users_me_avatar": lambda: ("/api/v1/users/me/avatar", {}),
    "admin_media_create": lambda: (f"/api/v1/admin/products/{ProductFactory().pk}/media", {}),
}
# Those that take a list of goods.
LISTS = {"admin_products_import"}
# Pages that take one: the row they are about, and their field.
PAGES: dict[str, tuple[Callable[[], Any], str]] = {
    "/account/profile/picture/": (lambda: None, "file"),
    "/admin/catalog/product/{}/media_grid/": (ProductFactory, "files"),
    "/admin/catalog/brand/{}/change/": (BrandFactory, "upload"),
    "/admin/catalog/category/{}/change/": (CategoryFactory, "upload"),
    "/admin/core/shopsettings/{}/change/": (lambda: ShopSettings.objects.get_or_create(singleton=True)[0], "upload"),
}
BAD = REFUSED | POLYGLOTS | {"a bomb": png_that_claims(50_000, 50_000), "a large one": png_that_claims(5_001, 5_000)}
NAMES = ["a.png.html", "../../x.png", "ä;" + "x" * 300 + ".php"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def boss() -> User:
    return UserFactory(admin=True)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def photograph() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (12.0, 58.0, 0.0)
    exif[0x010F] = "SecretCameraMaker"
    return picture(exif=exif)


def by_api(boss: User, door: str, file: SimpleUploadedFile, api_as: Callable) -> HttpResponse:
    path, more = API[door]()
    return api_as(boss).post(path, {**more, "file": file}, format="multipart")


def by_page(boss: User, door: str, file: SimpleUploadedFile) -> HttpResponse:
    make, field = PAGES[door]
    client, row = ShopClient(), make()
    client.force_login(boss)
    url, shown = door.format(row and row.pk), {}
    if "media_grid" in door:
        shown = grid(client, row, "media_grid")
    elif row:
        shown = as_shown(client, url)
    return client.post(url, {**shown, field: file})


def test_the_api_has_no_other():
    takes_files = {
        name
        for name, (_method, _path, operation) in operations().items()
        if "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
    }

    assert takes_files == API.keys() | LISTS


@pytest.mark.parametrize("door", API)
def test_an_operation_keeps_nothing_of_what_is_no_picture(door, boss, api_as, folder):
    answers = {
        name: by_api(boss, door, SimpleUploadedFile("a.png", content, "image/png"), api_as).status_code
        for name, content in BAD.items()
    }

    assert answers == dict.fromkeys(BAD, 400)
    assert (kept(folder), Picture.objects.count(), User.objects.exclude(avatar="").count()) == ([], 0, 0)


@pytest.mark.parametrize("door", PAGES)
@pytest.mark.parametrize("name", ["svg", "a page behind the pixels", "truncated png"])
def test_a_page_keeps_nothing_of_what_is_no_picture(door, name, boss, folder):
    answer = by_page(boss, door, SimpleUploadedFile("a.png", BAD[name], "image/png"))

    assert answer.status_code in {200, 422}
    assert (kept(folder), Picture.objects.count(), User.objects.exclude(avatar="").count()) == ([], 0, 0)


@pytest.mark.parametrize("door", [*API, *PAGES])
def test_a_picture_loses_its_name_its_type_and_what_it_tells_of_its_maker(door, boss, api_as, folder, client):
    for name in NAMES:
        file = SimpleUploadedFile(name, photograph(), "text/html")
        answer = by_api(boss, door, file, api_as) if door in API else by_page(boss, door, file)
        assert answer.status_code in {200, 201, 302}, answer.content

    assert kept(folder)
    for path in kept(folder):
        assert path.suffix == ".webp"
        assert path.stem.replace("-", "").isalnum()
        assert not [word for word in (b"SecretCameraMaker", b"EXIF") if word in path.read_bytes()]
        shown = client.get(f"/media/{path.relative_to(folder)}")
        assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/webp", "nosniff")
        assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_eleventh_of_a_product_is_refused(boss, api_as, folder):
    product = ProductFactory()
    ProductMediaFactory.create_batch(10, product=product)
    file = SimpleUploadedFile("a.jpg", photograph(), "image/jpeg")

    answer = api_as(boss).post(f"/api/v1/admin/products/{product.pk}/media", {"file": file}, format="multipart")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "INVALID_TRANSITION")
    assert product.media.count() == 10


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "paper.pdf", "page.webp.html", "bare"])
def test_what_is_no_picture_is_not_shown_wherever_it_came_from(client, folder, name):
    (folder / name).write_bytes(b"<script>alert(1)</script>")

    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_file_that_broke_later_breaks_no_page(is_gone, boss, client, folder):
    RegionFactory(india=True)
    product = ProductFactory(slug="lamp")
    services.set_avatar(user=boss, file=io.BytesIO(photograph()))
    file = SimpleUploadedFile("a.jpg", photograph())
    client.force_login(boss)
    grid_url = f"/admin/catalog/product/{product.pk}/media_grid/"
    client.post(grid_url, {**grid(client, product, "media_grid"), "files": file})
    fill()
    assert len(kept(folder)) == 2
    for path in kept(folder):
        path.unlink() if is_gone else path.write_bytes(path.read_bytes()[:60])

    paths = ["/product/lamp/", "/account/profile/", "/admin/catalog/product/", "/admin/accounts/user/"]
    paths += [f"/admin/catalog/product/{product.pk}/change/", f"/admin/accounts/user/{boss.pk}/change/"]

    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert "<img" in client.get("/product/lamp/").text
