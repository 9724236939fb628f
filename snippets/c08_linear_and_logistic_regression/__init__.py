"""Code of the page on linear and logistic regression."""
