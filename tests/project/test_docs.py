"""What the documents say is there is there."""

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.urls import Resolver404, resolve

from accounts.enums import TwoFactorMethod
from config.staff import CATALOGUE, EVERYTHING, STAFF_GROUPS
from core.ids import uuid7
from tests.architecture.sources import ROOT, own_apps, tracked_files
from tests.factories.accounts import PASSWORD, UserFactory

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
COMMAND = re.compile(r"manage\.py ([a-z_]+)((?: +--[a-z-]+)*)")
SCRIPT = re.compile(r"(?<![\w/.-])((?:bin|\.ci)/[a-z]+)\b")
TARGET = re.compile(r"`make ([a-z-]+)`|^make ([a-z-]+)", re.MULTILINE)


def documents() -> list[str]:
    return [name for name in tracked_files() if name.endswith(".md")]


def text(name: str) -> str:
    return (ROOT / name).read_text()


def anchors(name: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text(name), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", documents())
class TestDocument:
    def test_links_to_what_exists(self, name):
        broken = []
        for link in (one or other for one, other in LINK.findall(text(name))):
            if link.startswith(("http:", "https:", "mailto:")):
                continue
            path, _, anchor = link.partition("#")
            target = ((ROOT / name).parent / path).resolve() if path else ROOT / name
            known = target.suffix != ".md" or not anchor or anchor in anchors(str(target.relative_to(ROOT)))
            if not target.exists() or not known:
                broken.append(link)

        assert broken == []

    def test_names_commands_that_exist(self, name):
        missing = []
        for command, options in COMMAND.findall(text(name)):
            if command not in get_commands():
                missing.append(command)
                continue
            app = get_commands()[command]
            parser = load_command_class(app, command).create_parser("manage.py", command)
            known = {option for action in parser._actions for option in action.option_strings}
            missing += [f"{command} {option}" for option in options.split() if option not in known]

        assert missing == []

    def test_names_scripts_and_targets_that_exist(self, name):
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
        asked = {one or other for one, other in TARGET.findall(text(name))}

        assert [script for script in SCRIPT.findall(text(name)) if not (ROOT / script).exists()] == []
        assert asked - targets == set()


class TestCommands:
    @pytest.mark.parametrize("command", sorted(name for name, app in get_commands().items() if app in own_apps()))
    def test_explain_themselves_in_operations(self, command):
        command_class = load_command_class(get_commands()[command], command)

        assert command_class.help
        assert f"`{command}" in text("docs/operations.md") or f"manage.py {command}" in text("docs/operations.md")


class TestScreenshots:
    def test_of_the_readme_are_in_the_repository(self):
        shown = re.findall(r"docs/screenshots/[\w.-]+", text("README.md"))

        assert [picture for picture in shown if not Path(ROOT / picture).exists()] == []


class TestApiDocument:
    def test_calls_paths_that_exist(self):
        called = set(re.findall(r"\$shop(/[\w/<>-]+)", text("docs/api.md")))

        assert {path for path in called if not _is_served(path)} == set()

    @pytest.mark.django_db
    def test_shows_how_a_second_factor_may_be_answered(self, api):
        person = UserFactory(two_factor=TwoFactorMethod.TOTP)

        answer = api.post("/api/v1/auth/login", {"email": person.email, "password": PASSWORD})

        shown = re.search(r'"requires_2fa": true.*"methods": (\[.*?\])', text("docs/api.md")).group(1)
        assert json.loads(shown) == answer.json()["data"]["methods"]

    @pytest.mark.django_db(transaction=True)
    def test_has_a_client_that_works(self, live_server, capsys, quick_pictures):
        call_command("demo", stdout=io.StringIO())
        code = re.search(r"```python\n(.*?)```", text("docs/api.md"), flags=re.DOTALL).group(1)

        exec(code.replace("http://127.0.0.1:8000", live_server.url), {})  # noqa: S102

        assert capsys.readouterr().out


def _is_served(path: str) -> bool:
    try:
        return bool(resolve(f"/api/v1{path}".replace("<id>", str(uuid7()))))
    except Resolver404:
        return False


DEPLOYMENT = text("docs/deployment.md")


@pytest.mark.parametrize(
    "heading", ["## What production needs", "## A plain server", "A new version", "## A platform"]
)
def test_every_way_to_deploy_compiles_the_translations_before_pages_are_served(heading):
    section = DEPLOYMENT[DEPLOYMENT.index(heading) :]

    assert -1 < section.find("compile_translations") < section.index("collectstatic")
    assert section.index("collectstatic") < 1800


def test_the_plain_server_keeps_its_secrets_for_the_user_whom_the_units_name():
    users = set(re.findall(r"^User=(.+)$", "".join(map(text, sorted(units()))), flags=re.MULTILINE))
    guide = DEPLOYMENT[DEPLOYMENT.index("## A plain server") :]

    assert users == {"haat"}
    assert guide.index("sudo -u haat bash") < guide.index("install -m 600 .env.example .env")


def units() -> list[str]:
    return [name for name in tracked_files() if name.endswith(".service")]


def test_the_proxy_keeps_the_id_that_a_caller_gave():
    proxy = text("deploy/nginx.conf")

    assert re.search(r"map \$http_x_request_id (\$\w+) \{\s+default \$http_x_request_id;\s+\"\" \$request_id;", proxy)
    assert "proxy_set_header X-Request-ID $haat_request_id;" in proxy


def test_the_proxy_writes_no_addresses_of_links_down_and_keeps_uploads_from_running():
    proxy = text("deploy/nginx.conf")
    (media,) = re.findall(r"location /media/ \{(.+?)\n    \}", proxy, flags=re.DOTALL)

    assert proxy.count("access_log off;") == proxy.count("\nserver {") == 2
    assert set(re.findall(r"(\w+)/\S+ \w[\w ]*;", media)) == {"image"}
    assert "default_type application/octet-stream;" in media
    assert "add_header X-Content-Type-Options nosniff always;" in media
    assert "add_header Content-Security-Policy \"default-src 'none'; sandbox\" always;" in media


# What the table of groups calls the rows of each model. Nobody is given or told of the rows of bulk actions.
AREAS = {
    "user": "people", "address": "addresses", "session": "devices", "roleapplication": "applications",
    "emaillog": "mails", "smslog": "texts", "templateoverride": "mails", "broadcast": "write to customers",
    "store": "stores", "owner": "stores", "shopsettings": "settings", "lists": "export lists",
    "importbatch": "imports",
    "location": "stock", "stockitem": "stock", "stockmovement": "stock", "stockalert": "stock", "reservation": "stock",
    "backinstockrequest": "stock", "searchedfor": "searches", "slugredirect": "former addresses", "region": "regions",
    "taxclass": "taxes", "taxrate": "taxes", "exchangerate": "exchange rates", "shippingzone": "shipping",
    "shippingmethod": "shipping", "cart": "carts", "coupon": "coupons", "couponuser": "coupons",
    "couponredemption": "coupons", "discountrule": "discount rules",
}  # fmt: skip
AREAS = dict.fromkeys((code.rpartition("_")[2] for code in CATALOGUE), "catalogue") | AREAS


@pytest.mark.parametrize("group", [name for name in STAFF_GROUPS if EVERYTHING not in STAFF_GROUPS[name]])
def test_the_table_of_staff_groups_tells_what_each_may_do(group):
    (told,) = re.findall(rf"^\| {group} \| (.+) \|$", text("docs/back-office.md"), flags=re.MULTILINE)
    models = {code.rpartition("_")[2] for code in STAFF_GROUPS[group]} - {"bulkaction"}

    words = set(re.findall(r"\b(?:" + "|".join(sorted(set(AREAS.values()))) + r")\b", told))
    assert words == {AREAS[model] for model in models}
