from .address import Address
from .application import RoleApplication
from .export import DataExport
from .security import OneTimeCode, RecoveryCode, Session
from .user import User

__all__ = ["Address", "DataExport", "OneTimeCode", "RecoveryCode", "RoleApplication", "Session", "User"]
