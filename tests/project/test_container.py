"""What the container files promise, as far as it can be read in them."""

import re

from tests.architecture.sources import ROOT

# Which client of PostgreSQL each Debian has: one that is older than the server makes no backup.
CLIENTS = {"bookworm": 15, "trixie": 17}


def test_the_image_can_back_up_the_database_beside_it():
    debians = re.findall(r"^FROM python:[\d.]+-slim-(\w+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    (server,) = re.findall(r"image: postgres:(\d+)", (ROOT / "compose.yaml").read_text())

    assert {CLIENTS[name] for name in debians} == {int(server)}
