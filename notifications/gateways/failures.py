"""Why a message could not be handed over."""


class NotDelivered(Exception):
    """Trying again later may help."""


class CarrierDown(NotDelivered):
    """Nobody gets anything through at present, whatever the message."""


class Refused(Exception):
    """This message will never be taken; trying again is useless."""


class Bounced(Refused):
    """It came back for its recipient's sake: no such address or number, or one that takes nothing."""
