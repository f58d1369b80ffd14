"""`python -m wagtail_openbadges.standard verify …`: the only place of this folder that reads files and the clock."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .errors import DocumentError, OpenBadgesError, UnreachableError
from .instants import parse_instant
from .loading import Response, parse_object
from .members import object_of, optional_text_of
from .recipients import asked_address
from .report import Report, Verdict
from .verification import WEB_ADDRESS, verify

ALL_VALID, NOT_ALL_VALID = 0, 1


class Documents:
    """A web that was saved to files; what is not there is unreachable."""

    def __init__(self, responses: Mapping[str, Response]) -> None:
        self._responses = responses

    def load(self, url: str) -> Response:
        """Give what was saved for an address.

        Raises:
            UnreachableError: nothing was.
        """
        if url not in self._responses:
            raise UnreachableError("address_unreachable", url=url)
        return self._responses[url]

    @classmethod
    def of_map(cls, path: str) -> Documents:
        """Read a JSON object from URL to a file beside it, or to `{"file": …, "status": …}`.

        Raises:
            DocumentError: an entry is something else.
            CanonicalError: the file is not a strict JSON object.
            OSError: it, or a file that it names, cannot be read.
        """
        entries = parse_object(Path(path).read_bytes())
        return cls({url: _saved(url, entry, Path(path).parent) for url, entry in entries.items()})


def _saved(url: str, entry: Any, folder: Path) -> Response:
    entry = {"file": entry} if isinstance(entry, str) else object_of(entry, url)
    status = entry.get("status", 200)
    if not isinstance(status, int):
        raise DocumentError("member_missing", member=f"{url}.status")
    name = optional_text_of(entry, "file", f"{url}.")
    return Response(status=status, body=(folder / name).read_bytes() if name else b"")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns:
        0 when every badge is valid, 1 when one is not; a wrong use leaves with 2.
    """
    options = _parser().parse_args(arguments)
    verdicts = set()
    for name, data in options.inputs:
        report = verify(data, load=options.documents, now=options.now, recipient=options.recipient)
        verdicts.add(report.verdict)
        sys.stdout.write(_as_json(name, report) if options.json else _as_text(name, report))
    return ALL_VALID if verdicts == {Verdict.VALID} else NOT_ALL_VALID


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wagtail_openbadges.standard", description="Open Badges in plain Python."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser(
        "verify",
        help="say whether badges hold",
        description="Say whether badges hold. Nothing is read from the network: see --documents.",
    )
    command.add_argument(
        "inputs",
        nargs="+",
        type=_usable(_handed_in),
        metavar="FILE|URL",
        help="a PNG image, a JSON document or an address",
    )
    command.add_argument(
        "--documents",
        type=_usable(Documents.of_map),
        default=Documents({}),
        metavar="MAP.json",
        help='what addresses answer: {"URL": "file"} or {"URL": {"file": "file", "status": 410}}',
    )
    command.add_argument(
        "--now",
        type=_usable(parse_instant),
        default=datetime.now(UTC),
        metavar="ISO",
        help="the instant to judge at; the present one unless given",
    )
    command.add_argument("--recipient", type=_usable(_recipient), metavar="emailAddress:a@b", help="who received them")
    command.add_argument("--json", action="store_true", help="one JSON line per input")
    return parser


def _usable(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Turn what can go wrong with an argument into an error of use, in words."""

    def read_argument(text: str) -> Any:
        try:
            return read(text)
        except OSError as error:
            raise argparse.ArgumentTypeError(f"{error.filename} cannot be read: {error.strerror}") from error
        except OpenBadgesError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read_argument


def _handed_in(text: str) -> tuple[str, bytes | str]:
    return text, text if WEB_ADDRESS.fullmatch(text) else Path(text).read_bytes()


def _recipient(text: str) -> str:
    asked_address(text)
    return text


def _as_json(name: str, report: Report) -> str:
    return json.dumps({**report.as_dict(), "input": name}) + "\n"


def _as_text(name: str, report: Report) -> str:
    rows = [f"  {row.part:3} {row.check:12} {row.outcome.value:14} {row.message}\n" for row in report.checks]
    return f"{name}: {report.verdict.value}\n" + "".join(rows)


if __name__ == "__main__":
    sys.exit(main())
