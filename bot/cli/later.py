"""Commands of the contract whose part of the house is not built yet: their help says so, and they exit with 2."""

from typing import Annotated

import typer

from bot.refusal import Refusal

Rest = Annotated[list[str] | None, typer.Argument(help="Nothing is done with it yet.", show_default=False)]

NOT_BUILT = {
    "backup": "A consistent, encrypted copy while the bot runs.",
    "restore": "Puts a backup back.",
    "migrate-to": "Copies SQLite to PostgreSQL.",
}
NOT_BUILT_BESIDE = {
    "keys": {"rotate": "Re-encrypts with a new key."},
}


def add_command(app: typer.Typer, name: str, what: str, whole: str) -> None:
    """A command that only says that it is not built yet."""

    @app.command(
        name,
        help=f"{what} (Not built yet.)",
        short_help=f"{what} (Not built yet.)",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
    def not_built(rest: Rest = None) -> None:
        raise Refusal(f"`companion {whole}` is not built yet; it comes with a later release, see CHANGELOG.md")


def add_to(app: typer.Typer) -> None:
    """Adds the commands that are not built yet."""
    for name, what in NOT_BUILT.items():
        add_command(app, name, what, name)


def add_below(group: str, app: typer.Typer) -> None:
    """Adds the commands that are not built yet to a group that has built ones too."""
    for name, what in NOT_BUILT_BESIDE.get(group, {}).items():
        add_command(app, name, what, f"{group} {name}")
