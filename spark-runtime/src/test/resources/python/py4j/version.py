"""So that a node sees that it could be there: pyspark/__init__.py says more."""
__version__ = "0.10.9.9"
