"""Measure the way from a decided claim to a signed row, beside bare Ed25519 and plain pyld in the same run.

    python -m tests.benchmarks.issue [--awards 300]

It makes a database of its own, runs on one core and prints medians and ratios; it asserts nothing about time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django
from django.core.management import call_command


def measure(act, items) -> list[float]:
    """Return the seconds of each call."""
    seconds = []
    for item in items:
        begun = time.perf_counter()
        act(item)
        seconds.append(time.perf_counter() - begun)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--awards", type=int, default=300)
    count = parser.parse_args().awards
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from django.conf import settings  # noqa: PLC0415 - a database of its own comes first

    with tempfile.TemporaryDirectory() as scratch:
        settings.DATABASES["default"]["NAME"] = Path(scratch) / "benchmark.sqlite3"
        django.setup()
        call_command("migrate", verbosity=0)
        report(count)


def report(count: int) -> None:
    """Print what was measured."""
    import json  # noqa: PLC0415 - the apps are ready only now

    from pyld import jsonld  # noqa: PLC0415

    from tests import factories  # noqa: PLC0415
    from wagtail_openbadges.domain import awarding, deciding  # noqa: PLC0415
    from wagtail_openbadges.models import Assertion  # noqa: PLC0415
    from wagtail_openbadges.standard.contexts import VENDORED  # noqa: PLC0415
    from wagtail_openbadges.standard.keys import LocalSigner  # noqa: PLC0415

    opening = factories.make_opening()
    reviewer = factories.make_reviewer(opening.issuer)
    files = [factories.make_submission(opening, address=f"p{number}@example.org") for number in range(count)]
    decided = measure(lambda file: deciding.accept(file, by=reviewer, version=file.version), files)
    awards = list(Assertion.objects.values_list("pk", flat=True))
    awarding.sign(awards[0])
    signed = measure(awarding.sign, awards[1:])
    signer = LocalSigner.generate()
    bare = measure(signer.sign, [os.urandom(64) for _one in range(count)])
    document = json.loads(bytes(Assertion.objects.get(pk=awards[0]).credential))
    proof = document.pop("proof")
    assert proof
    plain = measure(
        lambda _number: jsonld.normalize(
            document,
            {
                "algorithm": "URDNA2015",
                "format": "application/n-quads",
                "documentLoader": lambda url, options: {
                    "contextUrl": None,
                    "documentUrl": url,
                    "document": VENDORED[url],
                },
            },
        ),
        range(min(count, 50)),
    )
    figures = {
        "decide (swap, decision, award, slot, jobs)": decided,
        "sign (facts, canonical form, Ed25519, row)": signed,
        "bare Ed25519 over 64 bytes": bare,
        "plain pyld canonical form of the credential": plain,
    }
    base = statistics.median(signed)
    for name, seconds in figures.items():
        median = statistics.median(seconds)
        ratio = f"ratio to sign {median / base:8.4f}"
        sys.stdout.write(f"{name:46} {median * 1000:9.3f} ms  {1 / median:10.1f}/s  {ratio}\n")
    both = statistics.median(decided) + base
    sys.stdout.write(f"{'from decided claim to signed row':46} {both * 1000:9.3f} ms  {1 / both:10.1f}/s\n")


if __name__ == "__main__":
    main()
