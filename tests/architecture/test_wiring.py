"""The wiring is whole: every handler is found by the name that its deliveries carry, and all are documented."""

from collections import Counter

from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string

from config.wiring import WIRING
from core import beat, outbox
from core.models import OutboxDelivery
from core.outbox import registry

HANDLERS = [handler for handlers in WIRING.values() for handler in handlers]


class TestHandlers:
    def test_are_importable_by_their_names(self):
        assert [handler for handler in HANDLERS if import_string(outbox.handler_name(handler)) is not handler] == []

    def test_have_names_that_fit_and_are_unique_for_their_event(self):
        longest = OutboxDelivery._meta.get_field("handler").max_length
        names = [
            (event.__name__, outbox.handler_name(handler)) for event, list_ in WIRING.items() for handler in list_
        ]

        assert [name for name, count in Counter(names).items() if count > 1] == []
        assert [name for _, name in names if len(name) > longest] == []

    def test_run_in_queues_that_workers_take(self):
        assert {registry.queue_of(handler).value for handler in HANDLERS} <= set(settings.CELERY_TASK_QUEUES)

    def test_are_documented(self):
        call_command("document_events", "--check")


class TestQueues:
    def test_are_the_same_for_threads_and_for_celery(self):
        from core.worker import LANES

        queues = [queue for lane in LANES.values() for queue in lane]
        assert sorted(queues) == sorted(settings.CELERY_TASK_QUEUES) == sorted(outbox.Queue)


class TestSchedule:
    def test_names_jobs_that_exist_in_queues_that_exist(self):
        assert set(beat.jobs()) == set(settings.SCHEDULE)
