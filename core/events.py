"""Events: facts in the past tense, made of ids, that later work follows from."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Self, get_type_hints
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """Base of all events. Subclasses are frozen dataclasses of ids and plain values, never of secrets."""

    registry: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Event.registry[cls.__name__] = cls

    def to_payload(self) -> dict[str, Any]:
        return {key: _plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        hints = get_type_hints(cls)
        return cls(**{f.name: _typed(payload[f.name], hints[f.name]) for f in fields(cls) if f.name in payload})


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(value: Any, hint: Any) -> Any:
    if value is not None and hint in {UUID, UUID | None}:
        return UUID(value)
    if value is not None and hint in {datetime, datetime | None}:
        return datetime.fromisoformat(value)
    return value


@dataclass(frozen=True)
class PictureStored(Event):
    """A picture was sent and is kept; its smaller copies are still to be made."""

    picture_id: UUID


@dataclass(frozen=True)
class PictureRendered(Event):
    """Smaller copies of a picture were made, in the format that every browser reads."""

    picture_id: UUID
