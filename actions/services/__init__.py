"""The verbs of this floor."""

from actions.services.carry_over import refresh_carry_over
from actions.services.create import ActionFields, create_action
from actions.services.edit import set_owners, update_action, withdraw_action
from actions.services.owners import Party
from actions.services.report import report_on_action

__all__ = [
    "ActionFields",
    "Party",
    "create_action",
    "refresh_carry_over",
    "report_on_action",
    "set_owners",
    "update_action",
    "withdraw_action",
]
