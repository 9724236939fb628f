"""What holds for every test: property tests are judged by truth, never by the clock."""

import os

from hypothesis import settings

# Before NumPy comes in: on small matrices BLAS threads only stall each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile("handbook", deadline=None)
settings.load_profile("handbook")
