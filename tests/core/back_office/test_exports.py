"""Exports: the present filter, all of it, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from accounts.models import User
from audit.models import AdminActionLog
from core.back_office import exports
from core.models import ShopSettings
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

FORMULAS = [
    '=HYPERLINK("https://evil.example","Refund")',
    "+1+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
]


@pytest.fixture
def boss(client) -> User:
    user = UserFactory(admin=True, name="Meera Iyer", email="boss@haat.example")
    client.force_login(user)
    return user


def rows_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def sheet_of(answer) -> list[tuple]:
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [tuple(row) for row in book.active.iter_rows()]


class TestCsv:
    def test_has_what_the_filter_shows_and_no_more(self, client, boss):
        UserFactory(email="a@haat.example", name="Asha Rao", status="suspended")
        UserFactory(email="b@haat.example", name="Bina Das")

        answer = client.get("/admin/accounts/user/export.csv?status__exact=suspended")

        header, *rows = rows_of(answer)
        assert header[:2] == ["e-mail", "name"]
        assert [row[:2] for row in rows] == [["a@haat.example", "Asha Rao"]]
        assert rows[0][header.index("status")] == "Suspended"
        assert answer["Content-Disposition"].startswith('attachment; filename="user-')

    def test_keeps_awkward_text_in_one_cell(self, client, boss):
        User.objects.filter(pk=boss.pk).update(name='A "quoted", name;\nwith a line')

        assert rows_of(client.get("/admin/accounts/user/export.csv"))[1][1] == 'A "quoted", name;\nwith a line'

    @pytest.mark.parametrize("formula", FORMULAS)
    def test_disarms_formulas(self, client, boss, formula):
        User.objects.filter(pk=boss.pk).update(name=formula)

        assert rows_of(client.get("/admin/accounts/user/export.csv"))[1][1] == f"'{formula}"

    def test_leaves_numbers_alone(self):
        assert list(exports.stream_csv(["n"], [[-5], [1.5], [None], [True]]))[1:] == [
            "-5\r\n", "1.5\r\n", '""\r\n', "yes\r\n",
        ]  # fmt: skip

    def test_has_times_by_the_clock_that_the_list_shows(self, client, boss):
        ShopSettings.objects.update_or_create(defaults={"timezone": "Asia/Kolkata"})
        User.objects.filter(pk=boss.pk).update(last_login_at=datetime(2026, 3, 1, 20, 0, 5, tzinfo=UTC))

        _header, row = rows_of(client.get("/admin/accounts/user/export.csv"))

        assert "2026-03-02 01:30:05" in row

    def test_is_recorded(self, client, boss):
        client.get("/admin/accounts/user/export.csv?status__exact=suspended")

        row = AdminActionLog.objects.get()
        assert (row.actor, row.action) == (boss, "accounts.user.exported")
        # The list was the object, and nobody in it more than the others.
        assert (row.object_type, row.object_id, row.customer) == ("accounts.user", "", None)
        page = client.get(f"/admin/audit/adminactionlog/{row.pk}/change/").content.decode()
        assert "Person: list exported" in page
        assert "accounts." not in page.partition('id="content"')[2].partition("object_id=")[0]
        assert row.after == {"format": "csv", "filter": "status__exact=suspended"}

    def test_walks_long_lists_in_chunks(self, client, boss, monkeypatch, django_assert_num_queries):
        monkeypatch.setattr(exports, "CHUNK", 10)
        UserFactory.create_batch(25)

        rows = rows_of(client.get("/admin/accounts/user/export.csv"))

        emails = [row[0] for row in rows[1:]]
        assert len(emails) == len(set(emails)) == 26

    def test_answers_a_filter_that_makes_no_sense(self, client, boss):
        assert client.get("/admin/accounts/user/export.csv?nonsense__exact=1").status_code == 302
        assert client.get("/admin/accounts/user/export.exe").status_code == 403


class TestXlsx:
    @pytest.mark.parametrize("formula", FORMULAS)
    def test_holds_formulas_as_text(self, client, boss, formula):
        User.objects.filter(pk=boss.pk).update(name=formula)

        cell = sheet_of(client.get("/admin/accounts/user/export.xlsx"))[1][1]

        assert cell.data_type == "s"
        assert cell.value.replace("_x000D_", "\r").strip() == formula.strip()

    def test_drops_characters_that_no_sheet_can_hold(self, client, boss):
        User.objects.filter(pk=boss.pk).update(name="Bell\x07Bina")

        assert sheet_of(client.get("/admin/accounts/user/export.xlsx"))[1][1].value == "BellBina"
