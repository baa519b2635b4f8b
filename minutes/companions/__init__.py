"""What goes with a record. A companion is a folder with a `template.html` and a `style.css`, and one dataclass."""

from minutes.companions.page import companion_html
from minutes.companions.sign_in import Signatory, SignInSheet

__all__ = ["SignInSheet", "Signatory", "companion_html"]
