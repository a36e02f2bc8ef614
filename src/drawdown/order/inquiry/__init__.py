"""What a clause is asked, and what it answers: the view of the record it reads, and its outcome."""

from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.outcome import STATUSES, Outcome, Status

__all__ = ["STATUSES", "Inquiry", "Outcome", "Place", "Status"]
