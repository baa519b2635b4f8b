from minutes.models.files import MinutesFile, Signature, SigningIdentity
from minutes.models.minutes import Minutes, MinutesEvent, MinutesVersion

__all__ = ["Minutes", "MinutesEvent", "MinutesFile", "MinutesVersion", "Signature", "SigningIdentity"]
