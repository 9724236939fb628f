"""What holds for every test: property tests are judged by truth, never by the clock."""

from hypothesis import settings

settings.register_profile("handbook", deadline=None)
settings.load_profile("handbook")
