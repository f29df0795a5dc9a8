"""Help and wrong usage, in the reader's language; the shapes of commands and groups."""

from __future__ import annotations

import difflib
import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from detente.cli.codes import help_text
from detente.cli.session import Session, session
from detente.errors import N_, CallerError

HELP_OPTION = N_("Show this text and end.")
GLOBALS = (
    ("--node DIR", N_("The folder of the node (or DETENTE_NODE); otherwise ./detente-node.")),
    ("--lang ar|en|ru", N_("The language (or DETENTE_LANG); otherwise that of the system.")),
    ("--json", N_("Results as one JSON value with stable keys.")),
)
"""Options that may stand before or after any command."""


class _Help:
    """The help of a command: usage, what it does, arguments, options, commands; wrapped, without boxes."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        t = session().t
        command: Any = self
        formatter.write(t.gettext(N_("Usage:")) + " " + usage_line(command, ctx.command_path) + "\n")
        if command.help:
            formatter.write_paragraph()
            for paragraph in help_text(t, command.help).split("\n\n"):
                with formatter.indentation():
                    formatter.write_text(paragraph)
        arguments = [(argument_name(p), help_text(t, p.help or "")) for p in command.params if p.param_type_name == "argument"]
        options = [(option_names(p), help_text(t, p.help or "")) for p in command.params if p.param_type_name == "option" and not p.hidden]
        options.append(("--help", t.gettext(HELP_OPTION)))
        commands = [(name, t.gettext(short(sub.help))) for name, sub in getattr(command, "commands", {}).items() if not sub.hidden]
        shared = [(name, t.gettext(text)) for name, text in GLOBALS]
        titles = N_("Arguments"), N_("Options"), N_("Commands"), N_("Everywhere")
        for title, rows in zip(titles, (arguments, options, commands, shared), strict=True):
            if rows:
                formatter.write_paragraph()
                formatter.write(t.gettext(title) + ":\n")
                with formatter.indentation():
                    formatter.write_dl(rows)


class Command(_Help, TyperCommand):
    """A command with our help."""


class Group(_Help, TyperGroup):
    """A group of commands with our help; commands stand in the order in which people need them."""

    def list_commands(self, _ctx: Any) -> list[str]:
        return list(self.commands)


def short(text: str | None) -> str:
    """The text of a command's line in a list: all of its first paragraph."""
    return (text or "").split("\n\n")[0]


def argument_name(param: Any) -> str:
    """An argument as help and usage name it."""
    return str(param.metavar or param.name.upper()).strip("[]")


def option_names(param: Any) -> str:
    """An option as it is written: `--to PARTY`."""
    names = ", ".join([*param.opts, *param.secondary_opts])
    return names if param.is_flag or param.count else f"{names} {param.metavar or param.name.upper()}"


def usage_line(command: Any, path: str) -> str:
    """How a command is called."""
    parts = [path]
    if any(p.param_type_name == "option" for p in command.params):
        parts.append("[OPTIONS]")
    for param in command.params:
        if param.param_type_name == "argument":
            name = argument_name(param) + ("..." if param.nargs == -1 else "")
            parts.append(name if param.required else f"[{name}]")
    if hasattr(command, "commands"):
        parts.append("COMMAND [ARGS]...")
    return " ".join(parts)


_KINDS: dict[str, str] = {
    "NoSuchOption": N_("there is no option %(name)s here"),
    "MissingParameter": N_("%(name)s is missing"),
    "BadOptionUsage": N_("the option %(name)s is not used so"),
}


def say_usage_error(shown: Session, error: TyperException) -> None:
    """Wrong usage: what is wrong, how the command is called, where the help is."""
    kind = type(error).__name__
    name = _parameter(error)
    path = error.ctx.command_path if getattr(error, "ctx", None) is not None else "detente"  # type: ignore[attr-defined]
    if kind == "NoArgsIsHelpError":
        shown.err.print(error.format_message())
        return
    if error.format_message().startswith("Missing command"):
        wrong = CallerError(N_("a command is missing"))
    elif kind in _KINDS and name:
        wrong = CallerError(_KINDS[kind], name=name)
    elif (match := re.match(r"No such command '?(.*?)'?\.", error.format_message())) is not None:
        wrong = _no_command(match[1], getattr(getattr(error, "ctx", None), "command", None))
    elif (match := re.match(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", error.format_message(), re.DOTALL)) is not None:
        wrong = CallerError(N_("too much is written: %(words)s; a value of several words stands in quotation marks"), words=match[1])
    elif kind == "BadParameter" and name and (least := _least_number(error)) is not None:
        wrong = CallerError(N_("%(name)s is a number, such as %(example)d"), name=name, example=least)
    elif kind == "BadParameter" and name:
        wrong = CallerError(N_("the value of %(name)s cannot be used"), name=name)
    else:
        wrong = CallerError(N_("%(reason)s"), reason=error.format_message())
    wrong.hint = path + " --help"  # a command, the same in every language
    if getattr(error, "ctx", None) is not None:
        shown.err.print(shown.t.gettext(N_("Usage:")) + " " + usage_line(error.ctx.command, path), soft_wrap=True)  # type: ignore[attr-defined]
    shown.fail(wrong)


def _no_command(name: str, group: Any) -> CallerError:
    """That there is no such command, and which are written nearly so."""
    near = difflib.get_close_matches(name, list(getattr(group, "commands", {})), 3, 0.6)
    if near:
        return CallerError(N_("there is no command '%(name)s'; near to it: %(near)s"), name=name, near=", ".join(near))
    return CallerError(N_("there is no command '%(name)s'"), name=name)


def _least_number(error: TyperException) -> int | None:
    """The least number that a parameter takes; None if it takes none."""
    param = getattr(error, "param", None)
    if param is None or param.bare_type() != "int":
        return None
    return max(1, getattr(param, "min", None) or 1)


def _parameter(error: TyperException) -> str | None:
    param = getattr(error, "param", None)
    if param is not None:
        return argument_name(param) if param.param_type_name == "argument" else str(param.opts[0])
    return getattr(error, "option_name", None)


def group(help_text: str) -> typer.Typer:
    """A group of commands."""
    return typer.Typer(
        cls=Group, help=help_text, rich_markup_mode=None, add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False
    )
