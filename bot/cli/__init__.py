"""The command line: every command of the contract, one plain line for every error, never a traceback."""

import os
import sys
from importlib import import_module

import typer

from bot.refusal import Refusal

ROOMS = {
    "running": ("demo", "setup", "run"),
    "doctor": ("doctor",),
    "people": ("invite", "people"),
    "caseload": ("assign", "discharge", "revoke"),
    "groups": ("group", "appointment", "attendance"),
    "erasing": ("erase",),
    "content": ("content",),
    "data": ("export", "keys", "audit"),
    "deliveries": ("deliveries",),
    "safety": ("safety",),
    "later": ("backup", "restore", "migrate-to"),
}
"""The module of each command, so that one command need not wait for what only others use."""


def app_of(word: str = "") -> typer.Typer:
    """The program with the commands of one module, that of the command `word`, or with all if there is no such one."""
    app = typer.Typer(
        name="companion",
        help="A recovery companion for intensive outpatient programs. `companion demo` shows all of it.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_companion)
    for room in [room for room, words in ROOMS.items() if word in words] or ROOMS:
        import_module(f"bot.cli.{room}").add_to(app)
    return app


def _companion() -> None:
    """Makes a program of a module with one command have that command still."""


def main() -> None:
    """Runs one command. Exit status: 0 done, 1 a fault was found, 2 unusable arguments or settings."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """The exit status of one command line; errors are told on standard error in one line."""
    try:
        status = app_of(*arguments[:1])(args=arguments, standalone_mode=False, prog_name="companion")
    except Refusal as refusal:
        return _tell(str(refusal), refusal.status)
    except typer.Exit as done:
        return int(done.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _tell("stopped", 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left: no second error at exit
        return 1
    except Exception as fault:  # the last resort: a fault of ours is told as plainly as one of theirs
        if type(fault).__name__ == "NoArgsIsHelpError":
            print(getattr(fault, "message", ""))
            return _tell("name one of these commands", 2)
        if hasattr(fault, "format_message"):  # a usage error of the command line library
            return _tell(" ".join(fault.format_message().split()).rstrip(".") + "; see `companion --help`", 2)
        return _tell(f"this should not happen ({type(fault).__name__}); please report it with what you typed", 1)
    return int(status or 0)


def _tell(line: str, status: int) -> int:
    print(f"companion: {line}", file=sys.stderr)
    return status
