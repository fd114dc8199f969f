"""What bin/serve runs: one process that prepares the embedded shop and then serves all of it."""

import ipaddress
import logging
import os
import socket
import sys
import time
from typing import Any

import django
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        _prepare()
    except (ImproperlyConfigured, CannotServe) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _serve()
    return 0


class CannotServe(Exception):
    """Says to the person at the terminal what to do instead."""


def _prepare() -> None:
    from config import env
    from config.gunicorn import host
    from core.translations import compile_catalogues

    if env.IS_PRODUCTION:
        raise CannotServe("bin/serve is the embedded shop. In production run bin/web, bin/worker and bin/beat.")
    _require_free_port(host, env.number("PORT", 8000))
    _check()
    _make_folders()
    compile_catalogues()
    _migrate()
    if _wants_demo():
        if not _is_loopback(host):
            raise CannotServe(
                f"HOST={host} would let others in, and an empty shop begins with the demo, whose passwords everybody "
                "knows.\nStart on 127.0.0.1, or begin without the demo: manage.py create_admin."
            )
        _load_demo()
    if not _is_loopback(host) and _has_demo_passwords():
        raise CannotServe(
            f"HOST={host} would let others in, and everybody knows the demo's passwords.\n"
            "Change them or remove the demo people first, or serve on 127.0.0.1."
        )


def _require_free_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another PORT.") from None


def _check() -> None:
    """Ask what `manage.py check` asks: what cannot be read would otherwise fail with the first visitor."""
    problems = [problem for problem in run_checks(tags=["security"]) if problem.is_serious()]
    if problems:
        raise CannotServe("\n".join(f"{problem.msg} {problem.hint or ''}".rstrip() for problem in problems))


def _make_folders() -> None:
    """Whitenoise warns of a folder that is not there, and only production collects static files into it."""
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(exist_ok=True)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)


def _wants_demo() -> bool:
    """Where nobody is yet, or the first start was killed. A shop that was emptied or filled by hand is left alone."""
    from django.contrib.auth import get_user_model

    from core import demo

    return not get_user_model().objects.exists() or demo.is_unfinished()


def _load_demo() -> None:
    from core import demo

    started = time.monotonic()
    _say("Loading the demo shop, which happens once ...")
    for name, made in demo.load():
        _say(f"  {name}: {made}")
    _say(f"  done in {time.monotonic() - started:.1f} s")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _demo_people() -> list[Any]:
    from django.contrib.auth import get_user_model

    from core import demo

    return list(get_user_model().objects.filter(email__in=demo.logins(), deleted_at=None))


def _has_demo_passwords() -> bool:
    from core import demo

    return any(person.check_password(demo.PASSWORD) for person in _demo_people())


def _greeting() -> str:
    from django.conf import settings

    from core import demo

    url, people = settings.SITE_URL, _demo_people()
    lines = [
        "",
        f"  Haat is open at   {url}/",
        f"  Back office       {url}/admin/",
        f"  API               {url}/api/docs",
        f"  Mail it sends     {url}/dev/mail/",
    ]
    if people:
        order = demo.logins()
        people.sort(key=lambda person: order.index(person.email))
        lines += ["", f"  Sign in with any of these; the password is {demo.PASSWORD}"]
        lines += [f"    {person.email:<28}{person.get_role_display()}" for person in people]
    return "\n".join([*lines, "", "  Ctrl-C stops it.", ""])


def _serve() -> None:
    from gunicorn.app.base import Application
    from gunicorn.arbiter import Arbiter

    greeting = _greeting()

    class Announcing(Arbiter):
        def stop(self, graceful: bool = True) -> None:
            # Called twice; by then nobody listens any more.
            if self.LISTENERS:
                _say("\n  Stopping ...")
            super().stop(graceful)

    class Server(Application):
        """Gunicorn with config/gunicorn.py, in this process: Django is loaded already."""

        def load_config(self) -> None:
            self.load_config_from_file("config/gunicorn.py")
            self.cfg.set("when_ready", lambda arbiter: _say(greeting))

        def load(self) -> Any:
            from config.wsgi import application

            return application

        def run(self) -> None:
            Announcing(self).run()

    try:
        Server().run()
    except SystemExit as end:
        _leave(end.code)


def _leave(code: Any) -> None:
    """End this process, the one that listens or the one that serves, without taking it apart: that takes seconds."""
    from core import worker

    worker.stop()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
