"""What this floor does when something happens below. Registered once, by ``ActionsConfig.ready``."""
