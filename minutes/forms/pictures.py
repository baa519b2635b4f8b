from __future__ import annotations

from django import forms


class PictureForm(forms.Form):
    """Sent by the room's script. What the file is, the service finds out."""

    file = forms.FileField(
        error_messages={"required": "Choisissez une image.", "empty": "Ce fichier est vide."}, max_length=1000
    )
