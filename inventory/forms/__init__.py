"""What staff fill in about stock, and what shoppers ask to be told."""

from .stock import CountForm, DamageForm, ReceiveForm, StockForm, TellMeForm, TransferForm

__all__ = ["CountForm", "DamageForm", "ReceiveForm", "StockForm", "TellMeForm", "TransferForm"]
