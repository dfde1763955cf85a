"""Lists a large sample Jira and measures its memory.

usage: scale.py ADDRESS PROCESS-ID ISSUES
"""

import sys
import time

import requests

from checks import AUTH, Checks

PAGES = 20
# Enough for a debug build on a busy machine, and far less than scanning all issues for each page takes.
MOST_SECONDS = 5
MOST_MIB = 40


def memory(process):
    """Resident memory in MiB, or None if /proc does not report it."""
    try:
        with open(f"/proc/{process}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
    except OSError:
        return None


def main(base, process, issues):
    checks = Checks()
    session = requests.Session()
    session.auth = AUTH

    def page(jql, token=None):
        body = {"jql": jql, "maxResults": 5000} | ({"nextPageToken": token} if token else {})
        started = time.monotonic()
        answer = session.post(f"{base}/rest/api/3/search/jql", json=body, timeout=60).json()
        checks.check(f"a page of {jql} in time", time.monotonic() - started < MOST_SECONDS, time.monotonic() - started)
        return answer

    count = session.post(f"{base}/rest/api/3/search/approximate-count", json={"jql": "created > 0"}, timeout=60).json()
    checks.equal("number of issues", count, {"count": issues})
    first = page("created > 0 ORDER BY updated ASC")
    before = memory(process)
    now = int(time.time() * 1000)
    for days in (700, 100, 10, 1):
        answer = page(f"updated >= {now - days * 86_400_000} ORDER BY updated ASC")
        checks.check(f"issues of the last {days} days", answer["issues"], answer)
    token, seen = first["nextPageToken"], {issue["id"] for issue in first["issues"]}
    for _ in range(PAGES):
        answer = page("created > 0 ORDER BY updated ASC", token)
        token = answer["nextPageToken"]
        seen |= {issue["id"] for issue in answer["issues"]}
    checks.equal("issues on the first pages", len(seen), 5000 * (PAGES + 1))
    after = memory(process)
    if before is not None:
        checks.check("memory stays", after - before < MOST_MIB, f"{before:.0f} MiB grew to {after:.0f} MiB")
    checks.finish()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
