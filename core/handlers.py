"""What the kernel does when something happened: one function an event, one call each."""

from core import pictures
from core.back_office import bulk
from core.events import PictureStored
from core.outbox import Queue, handler

# Neither holds a transaction while it draws: on SQLite nobody else could write.
draws = handler(queue=Queue.BULK, external=True)


@draws
def on_picture_stored(event: PictureStored) -> None:
    pictures.render(picture_id=event.picture_id, kind="webp")


@draws
def on_picture_stored_later(event: PictureStored) -> None:
    """AVIF takes longer and nobody waits for it."""
    pictures.render(picture_id=event.picture_id, kind="avif")


@handler(queue=Queue.BULK, external=True)
def on_bulk_action_requested(event: bulk.BulkActionRequested) -> None:
    """Outside of one long transaction: each row has its own."""
    bulk.run_bulk_action(bulk_action_id=event.bulk_action_id)
