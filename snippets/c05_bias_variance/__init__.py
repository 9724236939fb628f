"""Code of the page Bias-Variance Tradeoff, Overfitting, Underfitting."""
