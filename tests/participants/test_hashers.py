from django.contrib.auth.hashers import check_password
from django.test import override_settings

from participants.hashers import FieldArgon2Hasher


def test_password_is_hashed_at_the_field_cost() -> None:
    encoded = FieldArgon2Hasher().encode("clusterhub-demo", "somesaltsomesalt")
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@override_settings(PASSWORD_HASHERS=["participants.hashers.FieldArgon2Hasher"])
def test_password_verifies_and_another_does_not() -> None:
    encoded = FieldArgon2Hasher().encode("clusterhub-demo", "somesaltsomesalt")
    assert check_password("clusterhub-demo", encoded)
    assert not check_password("clusterhub-dem0", encoded)
