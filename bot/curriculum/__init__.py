"""From `content/` to activities, whole or not at all, with every fault told as `path:line: what, and what instead`."""
