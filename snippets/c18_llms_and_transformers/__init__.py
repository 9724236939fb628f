"""Code of concept 18: large language models and transformers."""
