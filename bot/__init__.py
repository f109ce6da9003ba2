"""A recovery companion for intensive outpatient programs: one engine, one durable road in, one road out."""

__version__ = "0.1.0"
