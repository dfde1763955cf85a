"""Counts checks, and sends requests to a sample Jira."""

import re
import sys

import requests

AUTH = ("demo@example.com", "demo")


class Checks:
    """Counts passed and failed checks, and prints failed ones."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, good, detail=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}: {detail}", file=sys.stderr)

    def equal(self, name, found, wanted):
        self.check(name, found == wanted, f"found {found!r}, wanted {wanted!r}")

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def refused(base):
    """A pattern of the paths of lists that a realistic site always denies; it matches nothing for other sites."""
    lists = requests.get(f"{base}/__control/refused", timeout=60).json()
    starts = ["[^/]+".join(map(re.escape, path.split("*"))) for path in lists]
    return re.compile("|".join(starts) or "$.")


def truth_issues(base):
    """All issues that the site reports, by id."""
    issues, after = {}, None
    while True:
        params = {"limit": 500} | ({"after": after} if after else {})
        page = requests.get(f"{base}/__control/truth/issues", params=params, timeout=60).json()
        issues |= {str(issue["id"]): issue for issue in page["issues"]}
        after = page["after"]
        if after is None:
            return issues
