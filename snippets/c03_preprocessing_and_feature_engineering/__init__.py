"""Code of the page Data Preprocessing and Feature Engineering."""
