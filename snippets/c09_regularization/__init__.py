"""Code of the page Regularization: L1, L2, Elastic Net."""
