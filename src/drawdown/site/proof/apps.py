"""The app of proof."""

from django.apps import AppConfig


class ProofConfig(AppConfig):
    """The tree of a record: checkpoints, proofs and witnesses."""

    name = "drawdown.site.proof"
    label = "proof"
