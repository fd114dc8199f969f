"""Strangers read the replica; nothing is written there, and while it is away the primary answers."""

import psycopg
import pytest

from config.settings.parts.database import replica
from tests.project.shop_processes import a_database, a_shop, database_url, in_postgres, line_to_postgres, wait_until

# The database is copied: marked, it is made even when nothing else runs.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SHOP_IS_NAMED = """
INSERT INTO core_shopsettings (
    id, created_at, updated_at, singleton, name, tagline, contact_email, contact_phone, postal_address, timezone,
    base_country, base_currency
) VALUES (gen_random_uuid(), now(), now(), true, '{}', '', 'a@b.example', '', '', 'Asia/Kolkata', 'IN', 'INR')
"""


@pytest.fixture(scope="module")
def primary(django_db_setup):
    with a_database("primary") as name:
        yield name


@pytest.fixture(scope="module")
def databases(primary):
    in_postgres(SHOP_IS_NAMED.format("Primary"), primary)
    with a_database("replica", copy_of=primary) as replica:
        in_postgres("UPDATE core_shopsettings SET name = 'Replica'", replica)
        yield primary, replica


@pytest.fixture(scope="module")
def line():
    with line_to_postgres() as line:
        yield line


@pytest.fixture(scope="module")
def shop(databases, line, tmp_path_factory):
    primary, replica = databases
    urls = {
        "DATABASE_URL": database_url(primary),
        "DATABASE_REPLICA_URL": database_url(replica, port=line.port),
    }
    with a_shop(tmp_path_factory.mktemp("shop"), **urls) as shop:
        yield shop


def name_of(shop, **headers):
    answer = shop.ask("/manifest.webmanifest", headers=headers)
    assert answer.status == 200
    return answer.json["name"]


class TestAReplica:
    def test_answers_strangers_and_the_primary_everybody_else(self, shop):
        assert name_of(shop) == "Replica"
        assert name_of(shop, Authorization="Bearer x") == "Primary"
        assert name_of(shop, Cookie="sessionid=x") == "Primary"

    def test_is_never_written_to(self, shop, databases):
        primary, replica = databases
        assert shop.ask("/api/v1/auth/login", {"email": "asha@example.com", "password": "not-it"}).status == 401

        assert in_postgres("SELECT count(*) FROM core_ratelimitcounter", primary) > 0
        assert in_postgres("SELECT count(*) FROM core_ratelimitcounter", replica) == 0

    def test_refuses_writes_by_itself(self, databases):
        url = database_url(databases[1])
        limits = replica(url)["OPTIONS"]["options"]

        with psycopg.connect(url, options=limits) as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM core_ratelimitcounter")

    def test_is_replaced_by_the_primary_while_it_is_away(self, shop, line):
        assert name_of(shop) == "Replica"

        line.cut()

        assert name_of(shop) == "Primary"
        answers = [shop.ask("/manifest.webmanifest") for _ in range(10)]
        assert {answer.json["name"] for answer in answers} == {"Primary"}
        # At most one of them tried whether it is back.
        assert sorted(answer.seconds for answer in answers)[-2] < 1

        line.restore()
        wait_until(lambda: name_of(shop) == "Replica", 20)

    def test_that_hangs_costs_one_visitor_little_and_the_others_nothing(self, shop, line):
        line.cut()
        line.restore()
        line.hang()
        try:
            answers = [shop.ask("/manifest.webmanifest") for _ in range(5)]
        finally:
            line.cut()
            line.restore()

        assert {answer.json["name"] for answer in answers} == {"Primary"}
        assert max(answer.seconds for answer in answers) < 5
        assert sorted(answer.seconds for answer in answers)[-2] < 1
