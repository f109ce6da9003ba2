"""`python -m bot` is the same program as `companion`."""

from bot.start import main

main()
