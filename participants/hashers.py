"""Password hashing that a small server bears."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class FieldArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at the least cost that OWASP's password storage cheat sheet accepts: 19 MiB, two passes, one thread.

    Django's default takes 100 MiB for each sign-in, more than a small machine has for ten people at once.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
