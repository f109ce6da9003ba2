"""The command line: every command of the contract, one plain line for every error, never a traceback."""

import os
import sys

import typer

from bot.cli import caseload, content, data, deliveries, doctor, erasing, groups, later, people, running, safety
from bot.refusal import Refusal

app = typer.Typer(
    name="companion",
    help="A recovery companion for intensive outpatient programs. `companion demo` shows all of it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
running.add_to(app)
doctor.add_to(app)
people.add_to(app)
caseload.add_to(app)
groups.add_to(app)
erasing.add_to(app)
content.add_to(app)
data.add_to(app)
deliveries.add_to(app)
safety.add_to(app)
later.add_to(app)


def main() -> None:
    """Runs one command. Exit status: 0 done, 1 a fault was found, 2 unusable arguments or settings."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """The exit status of one command line; errors are told on standard error in one line."""
    try:
        status = app(args=arguments, standalone_mode=False, prog_name="companion")
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
