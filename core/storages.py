"""Where uploads lie when they lie on a disk of ours."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.encoding import filepath_to_uri

from core.failpoints import failpoint


class WholeFileStorage(FileSystemStorage):
    """A file appears under its name when it is whole: a process killed while writing leaves nothing that is served."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
            failpoint("storages.written")
            Path(part).chmod(self.file_permissions_mode or 0o644)
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        return str(name).replace("\\", "/")

    def url(self, name: str | None) -> str:
        """Say where a file is seen. Names are ours: nothing in them has to be resolved, and pages ask by the dozen."""
        return f"{self.base_url}{filepath_to_uri(name)}"


class PrivateStorage(WholeFileStorage):
    """Files that no web server serves by itself."""

    @property
    def base_location(self) -> str:
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).resolve())


def private_storage() -> Storage:
    return PrivateStorage()
