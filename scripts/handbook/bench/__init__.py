"""What the build, the pages and search cost: `make bench`, and BENCHMARKS.md.

Each section (build, growth, memory, weight, search) measures in a temporary copy of
the checkout and returns a `report.Section`; the checkout's own site and caches are
neither used nor touched.
"""
