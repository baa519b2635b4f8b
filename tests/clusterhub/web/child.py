"""python -m tests.clusterhub.web.child SECONDS MEGABYTES: it sleeps for more than a second, or works without an end."""

import sys
import time

from clusterhub.web.bounded import take_bounds

take_bounds()
if sys.stdin.read() == "sleeps":
    time.sleep(1.1)
else:
    while True:
        pass
