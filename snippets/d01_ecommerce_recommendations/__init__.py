"""E-commerce recommendations: capacity, two-tower retrieval, the feedback loop."""
