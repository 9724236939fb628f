"""The handbook's algorithms: one folder a page, one algorithm a file."""
