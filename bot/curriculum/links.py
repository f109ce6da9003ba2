"""Buttons that lead to other files, and pictures: what stands alone in its paragraph."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it.token import Token

from bot.core.activity import Image, Link
from bot.curriculum.findings import quoted
from bot.curriculum.spans import Reading, check_label, is_outside, read_label, resolve, tell_scheme

BACK = "\\"
"""Windows writes paths with it, nobody else reads them."""


def is_only_links(tokens: Sequence[Token]) -> bool:
    """Whether a paragraph is nothing but links, so that buttons were meant."""
    inside = False
    for token in tokens:
        inside = token.type == "link_open" or (inside and token.type != "link_close")
        outside_text = token.type == "text" and token.content.strip(" .,;|·-")
        if (
            not inside
            and token.type not in ("link_close", "softbreak", "hardbreak")
            and (outside_text or token.type != "text")
        ):
            return False
    return tokens[0].type == "link_open" and tokens[-1].type in ("link_close", "softbreak")


def read_button(tokens: Sequence[Token], hrefs: list[str], line: int, reading: Reading) -> Link | None:
    if len(hrefs) > 1:
        at = line
        seen = 0
        for token in tokens:
            seen += token.type == "link_open"
            at += token.type in ("softbreak", "hardbreak") and seen < 2
        reading.fault(at, "link", "two links stand in one paragraph: put an empty line between them")
    if any(token.type == "image" for token in tokens):
        reading.fault(line, "link", "a picture is no button: put it alone, and [words](folder/file.md) below it")
    end = next(index for index, token in enumerate(tokens) if token.type == "link_close")
    words = "".join(token.content for token in tokens[1:end]).strip()
    label = read_label(words, line, "a button", reading) if words else ""
    check_label(label, line, reading)
    if not label:
        reading.fault(line, "link", "this button has no words: write them in the brackets, [words](folder/file.md)")
    if tokens[0].attrGet("title"):
        reading.fault(line, "link", "a title in a link is not shown: delete the words in quotation marks")
    target = read_target(hrefs[0], line, reading)
    return Link(label, target, line=line) if target and label else None


def read_target(href: str, line: int, reading: Reading) -> str:
    """The id of the activity that a button leads to; empty, with a fault, if the path cannot be meant."""
    path, mark, _ = unquote(href).partition("#")
    if BACK in path:
        reading.fault(line, "link", f"{quoted(path)} has backslashes: write {path.replace(BACK, '/')}")
        path = href = path.replace(BACK, "/")
    if is_outside(href):
        tell_scheme(href, line, reading)
    elif not path:
        reading.fault(
            line, "link", "this link leads nowhere: write the path of a file, such as ../practices/breathe-3.md"
        )
    elif path.startswith("/"):
        reading.fault(
            line,
            "link",
            f"{quoted(path)} is an absolute path: write the way from this file, such as ../practices/breathe-3.md",
        )
    elif mark:
        reading.fault(line, "link", f"a link leads to a whole file: write {path} without the # part")
    elif not path.endswith(".md"):
        hint = "an address of the web begins with https://" if path.startswith("www.") else f"write {path}.md"
        reading.fault(line, "link", f"{quoted(path)} is no content file, whose name ends in .md: {hint}")
    elif not resolve(reading.id, path):
        reading.fault(
            line, "link", f"{quoted(path)} leads out of this language's folder: link to the file of the same language"
        )
    else:
        return resolve(reading.id, path)[:-3]
    return ""


def read_image(token: Token, line: int, reading: Reading) -> Image | None:
    src, alt = str(token.attrGet("src") or ""), token.content.strip()
    before = len(reading.findings.faults)
    if BACK in unquote(src):
        src = unquote(src).replace(BACK, "/")
        reading.fault(line, "image", f"the path of this picture has backslashes: write {src}")
    path = resolve(reading.id, src)
    if is_outside(src) or src.startswith("/") or not path:
        reading.fault(
            line,
            "image",
            f"{quoted(src)} is no relative path inside this language's folder: write one such as ../images/wave.png",
        )
    elif not re.search(r"\.(png|jpe?g)$", path, re.IGNORECASE):
        reading.fault(
            line, "image", f"{quoted(src)} is no png or jpg: save the picture as png or jpg and write its name"
        )
    if not alt:
        reading.fault(
            line, "image", "the image has no words for people who cannot see it: write ![what it shows](path.png)"
        )
    elif "{" in alt:
        reading.fault(line, "image", "the words of an image cannot be filled in: write them without braces")
    if token.attrGet("title"):
        reading.fault(line, "image", "a title of an image is not shown: delete the words in quotation marks")
    return Image(path, alt, line=line) if len(reading.findings.faults) == before else None
