"""`python -m bot` is the same program as `companion`."""

from bot.cli import main

main()
