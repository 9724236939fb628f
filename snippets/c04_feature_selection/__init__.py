"""Code of the page Feature Selection: Filter, Wrapper, Embedded."""
