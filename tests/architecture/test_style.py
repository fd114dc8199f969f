"""Where things live, how they are called, and how long they may get."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, calls, dotted, modules, own_apps, tracked_files

ROOMS = {
    "__init__",
    "admin",
    "anonymise",
    "api",
    "apps",
    "back_office",
    "checks",
    "constants",
    "demo",
    "enums",
    "errors",
    "events",
    "forms",
    "gateways",
    "handlers",
    "management",
    "migrations",
    "models",
    "permissions",
    "privacy",
    "querysets",
    "selectors",
    "services",
    "static",
    "tasks",
    "templatetags",
    "urls",
    "validators",
    "views",
}
# Rooms that only one app has, each because of what that app is. `core` is the kernel and named by its own table.
OWN_ROOMS = {
    # Proving who somebody is takes tokens, codes and browsers; addresses and numbers have rules by country.
    "accounts": {
        "browser",
        "derivation",
        "devices",
        "invented_places",
        "limits",
        "middleware",
        "phones",
        "postal",
        "known_device",
        "region_cookie",
        "tokens",
        "totp",
    },
    # A guest is known by a cookie or a token; what they put together follows them when they sign in.
    "cart": {"browser", "holders", "middleware"},
    # Rows keep names of columns and stored values; people read words.
    "audit": {"triggers", "wording"},
    # Upper apps say here what lists and pages show of them; the listing is what lists are read from.
    # The tree of categories is read as one, and descriptions are the only HTML that people write.
    # Goods come and go as files; upper apps add columns there.
    "catalog": {
        "contributors",
        "counting",
        "listing",
        "middleware",
        "porting",
        "references",
        "richtext",
        "search",
        "tree",
    },
    # What it adds to files of goods.
    "inventory": {"columns"},
    # What each mail is, and how strangers' words are made safe for it.
    "notifications": {"mails", "wording"},
    "content": {"home", "showroom"},
    # The price of a basket is one pure function.
    "promotions": {"pricing"},
    # The ways to send a parcel, their price and their days, are one pure function; each process remembers the ways.
    "shipping": {"offers", "snapshot"},
    # Detecting where a visitor is; tax and price as pure functions; and what of it each process remembers.
    "regions": {"context_processors", "detection", "prices", "snapshot", "taxes", "usage"},
}
BANNED_NAMES = {"utils", "helpers", "common", "misc", "manager", "managers", "data", "info"}
ROW_SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "receiver"}
# Naming the settings module is how a process of Django starts; pg_dump inherits ours and is told the password.
READERS_OF_ENVIRONMENT = {
    "config/asgi.py",
    "config/celery.py",
    "config/env.py",
    "config/serve.py",
    "config/wsgi.py",
    "core/backups/native.py",
}
MOST_LINES, MOST_LINES_OF_FUNCTION = 400, 50
# Their addresses stand in the settings, or are this machine's own.
GO_OUT = {"notifications/gateways/twilio.py"}
OUTGOING = ("requests.", "httpx.", "urllib.request.", "smtplib.", "socket.create_connection")
SENDING = {"get", "post", "put", "patch", "delete", "head", "request", "urlopen", "SMTP", "SMTP_SSL", "Client"}


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


class TestFiles:
    def test_of_an_app_have_the_names_that_every_app_uses(self):
        strangers = [
            f"{app}/{path.name}"
            for app in own_apps()
            if app != "core"
            for path in (ROOT / app).iterdir()
            if path.name != "__pycache__" and path.stem not in ROOMS | OWN_ROOMS.get(app, set())
        ]

        assert strangers == [], "Move them, or give the app a room of its own in OWN_ROOMS and say why."

    def test_are_not_called_by_words_that_say_nothing(self):
        assert [name for name in modules() if Path(name).stem in BANNED_NAMES] == []

    def test_stay_short(self):
        long = {name: len((ROOT / name).read_text().splitlines()) for name in modules()}

        assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}

    def test_open_with_what_belongs_in_them(self):
        silent = [
            name
            for name, tree in modules().items()
            if tree.body and not ast.get_docstring(tree) and Path(name).name not in {"__init__.py", "apps.py"}
        ]

        assert silent == []


class TestFunctions:
    def test_stay_short(self):
        long = [
            f"{name}:{function.lineno} {function.name}"
            for name, tree in modules().items()
            for function in functions(tree)
            if (function.end_lineno or 0) - function.lineno >= MOST_LINES_OF_FUNCTION
        ]

        assert long == []


class TestCode:
    def test_asks_config_and_not_the_environment(self):
        readers = [
            name
            for name, tree in modules().items()
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.getenv"}
            if name not in READERS_OF_ENVIRONMENT
        ]

        assert readers == []

    def test_never_asks_whether_it_is_being_debugged(self):
        assert [name for name, tree in modules().items() if "settings.DEBUG" in ast.unparse(tree)] == []

    def test_imports_models_instead_of_looking_them_up(self):
        assert [name for name, tree in modules().items() for call, _ in calls(tree) if call == "apps.get_model"] == []

    def test_publishes_events_instead_of_sending_signals(self):
        listeners = [
            f"{name} {alias.name}"
            for name, tree in modules().items()
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.")
            for alias in node.names
            if alias.name in ROW_SIGNALS
        ]

        assert listeners == []

    def test_never_waits_for_others_without_a_limit(self):
        patient = [
            f"{name}:{call.lineno} {called}"
            for name, tree in modules().items()
            for called, call in calls(tree)
            if called.startswith(OUTGOING) and called.rpartition(".")[2] in SENDING | {"create_connection"}
            if "timeout" not in {keyword.arg for keyword in call.keywords}
        ]

        assert patient == []

    def test_fetches_what_others_name_in_one_place_only(self):
        """Carriers go where the settings send them; an address that a person gave is for `core.fetch` alone."""
        fetchers = {
            name
            for name, tree in modules().items()
            for called, _call in calls(tree)
            if called.startswith(OUTGOING) and called.rpartition(".")[2] in SENDING | {"create_connection"}
        }

        assert fetchers <= GO_OUT | {"core/fetch.py"}, "Use core.fetch, or say in GO_OUT why the address is ours."


class TestRepository:
    @pytest.mark.parametrize(
        "trace",
        [
            pytest.param("/" + "work/", id="machine-path"),
            pytest.param("/" + "tmp/w/", id="machine-path-2"),
            pytest.param("/home" + "/", id="home"),
            pytest.param("pypi" + ".org", id="registry"),
            pytest.param("files.python" + "hosted", id="registry-files"),
            pytest.param("registry.npm" + "js", id="registry-npm"),
            pytest.param("index" + "-url", id="registry-option"),
        ],
    )
    def test_knows_no_machine_and_no_registry(self, trace):
        text = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".html", ".sh", ".cfg", ".conf", ".service", ""}
        found = [
            name
            for name in tracked_files()
            if Path(name).suffix in text and "vendor" not in Path(name).parts
            if trace in (ROOT / name).read_text(errors="ignore")
        ]

        assert found == []
