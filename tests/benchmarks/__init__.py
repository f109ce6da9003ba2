"""Measurements of the real program: `python -m tests.benchmarks NAME`. The last line is one JSON object."""
