"""What all tests share: one learner, and no deadline, because a shared machine may be slow; `make bench` measures."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# The order in which options are shown goes by the name of the account.
os.environ["LOGNAME"] = "learner"
