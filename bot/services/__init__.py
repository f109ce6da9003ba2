"""The verbs of the product: receive, due, send, enrol, review, export. One transaction each; nothing is sent in it."""
