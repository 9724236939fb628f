"""Code of the page Supervised vs Unsupervised vs Reinforcement Learning."""
