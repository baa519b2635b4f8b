class RenderRefused(Exception):
    """The document could not be made within its bounds. Its text is French, for the screen; `detail` is for the log."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail
