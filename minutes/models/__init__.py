from minutes.models.files import MinutesFile, Signature, SigningIdentity
from minutes.models.minutes import Minutes, MinutesEvent, MinutesVersion
from minutes.models.remarks import Remark
from minutes.models.sheets import SealedSheet

__all__ = [
    "Minutes",
    "MinutesEvent",
    "MinutesFile",
    "MinutesVersion",
    "Remark",
    "SealedSheet",
    "Signature",
    "SigningIdentity",
]
