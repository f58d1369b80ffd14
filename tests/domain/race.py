"""Acts that begin at the same moment, each on a connection of its own."""

import threading

from django.db import connection

from wagtail_openbadges.domain.errors import OpenBadgesError


def race(*acts):
    """Do acts at once; return what became of each, as a sorted list: "done" or the code of its refusal."""
    barrier = threading.Barrier(len(acts))
    results = []

    def run(act):
        # Connected first, so that all begin with the act itself.
        connection.ensure_connection()
        barrier.wait()
        try:
            act()
            results.append("done")
        except OpenBadgesError as error:
            results.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)
