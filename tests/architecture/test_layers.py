"""Apps know only what is below them. The import linter reads imports; this walks the models' relations too."""

import configparser
import re

from django.apps import apps

from tests.architecture.sources import ROOT, own_apps


def layers() -> list[set[str]]:
    """The layers of .importlinter, the highest first."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    lines = contract["importlinter:contract:layers"]["layers"].strip().split("\n")
    return [set(re.findall(r"\w+", line)) for line in lines]


def height(app: str) -> int:
    return next(-place for place, layer in enumerate(layers()) if app in layer)


def upward_relations() -> list[str]:
    found = []
    for app in own_apps():
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                target = field.is_relation and not field.auto_created and field.related_model
                if target and target._meta.app_label in own_apps() and not _may_point(app, target._meta.app_label):
                    found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def _may_point(app: str, other: str) -> bool:
    return app == other or height(other) < height(app)


class TestLayers:
    def test_name_every_app(self):
        placed = set().union(*layers())

        assert set(own_apps()) <= placed

    def test_are_respected_by_every_relation_of_a_model(self):
        assert upward_relations() == []

    def test_refuse_a_relation_that_points_up_or_sideways(self):
        assert not _may_point("core", "accounts")
        assert not _may_point("notifications", "analytics")
        assert _may_point("notifications", "accounts")

    def test_are_checked_for_every_app(self):
        contract = configparser.ConfigParser()
        contract.read(ROOT / ".importlinter")

        assert set(contract["importlinter"]["root_packages"].split()) == {"config", *own_apps()}
