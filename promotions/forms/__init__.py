from .coupons import CouponForm, GenerateForm
from .preview import PreviewForm
from .rules import RuleForm

__all__ = ["CouponForm", "GenerateForm", "PreviewForm", "RuleForm"]
