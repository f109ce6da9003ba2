"""The holidays of a country, a date a line: `python -m bot.holiday_list US 2025 2028`. A program of its own, since the
library takes more memory than the bot has to spare, and is needed once a year."""

import sys


def main() -> None:
    """Prints the dates of those years; ends with 2 for a country that the library does not know."""
    import holidays  # here: whoever imports this module does not pay for it

    country, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        found = holidays.country_holidays(country, years=range(first, last + 1))
    except NotImplementedError:
        raise SystemExit(2) from None
    print("\n".join(day.isoformat() for day in sorted(found)))


if __name__ == "__main__":
    main()
