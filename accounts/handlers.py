"""What accounts do after the fact."""

from accounts.events import DataExportRequested
from accounts.services import exports
from core import outbox


@outbox.handler(queue=outbox.Queue.BULK, external=True)
def on_data_export_requested(event: DataExportRequested) -> None:
    exports.pack_export(export_id=event.export_id)
