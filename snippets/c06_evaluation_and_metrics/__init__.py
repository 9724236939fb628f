"""Code of the page Model Evaluation and Metrics."""
