"""What all tests share: no example has a deadline, because a shared machine may be slow; `make bench` measures."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
