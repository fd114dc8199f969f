from .recording import blank_person, record_action

__all__ = ["blank_person", "record_action"]
