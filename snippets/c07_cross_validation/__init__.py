"""Code of the page Cross-Validation and Resampling."""
