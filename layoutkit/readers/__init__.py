"""Readers of our own outputs: each gives back the document that was written."""
