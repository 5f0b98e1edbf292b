"""The form by which the superior commission records that it annulled a decision."""

from commission.forms.desk import DeskForm
from commission.forms.votes import ReasoningFields, VoteFields


class AnnulmentForm(VoteFields, ReasoningFields, DeskForm):
    """Why, and how its members voted."""

    field_order = ("reasoning_kk", "reasoning_ru", *VoteFields.VOTE)
