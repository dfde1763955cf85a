"""Reads a running sample Jira with PyPI's `jira` client, and compares the result with the site's own report.

usage: client.py ADDRESS
"""

import sys

import requests
from jira import JIRA, JIRAError

from checks import AUTH, Checks, truth_issues

PAGE = 50


def all_pages(ask):
    """All items of an endpoint that paginates by offset."""
    found, start = [], 0
    while True:
        page = ask(start)
        found += page
        start += len(page)
        if not page:
            return found


def main(base):
    checks = Checks()
    truth = truth_issues(base)
    totals = requests.get(f"{base}/__control/truth", timeout=60).json()
    client = JIRA(server=base, basic_auth=AUTH, options={"agile_rest_path": "agile"}, max_retries=0)
    cloud = client.server_info()["deploymentType"] == "Cloud"
    checks.check("who am I", client.myself()["displayName"] == "Demo Account")

    projects = client.projects()
    checks.equal("projects", sorted(p.key for p in projects), sorted(p["key"] for p in totals["projects"]))
    issues = []
    for project in projects:
        jql = f'project = "{project.key}" ORDER BY created ASC'
        if cloud:
            issues += client.enhanced_search_issues(jql, maxResults=0, fields="*all", expand="changelog")
        else:
            issues += all_pages(
                lambda start: client.search_issues(jql, startAt=start, maxResults=PAGE, fields="*all", expand="changelog")
            )
    checks.equal("issue ids", sorted(i.id for i in issues), sorted(truth))
    checks.equal("keys", {i.id: i.key for i in issues}, {k: t["key"] for k, t in truth.items()})

    comments = worklogs = histories = items = 0
    for issue in issues:
        wanted = truth[issue.id]
        found = client.comments(issue.id)
        if cloud:
            checks.equal(f"{issue.key} first page of comments", len(found), min(100, wanted["comments"]))
            found = pages(base, f"issue/{issue.id}/comment", "comments")
        checks.equal(f"{issue.key} comments", len(found), wanted["comments"])
        comments += len(found)
        logs = client.worklogs(issue.id)
        checks.equal(f"{issue.key} worklogs", len(logs), wanted["worklogs"])
        worklogs += len(logs)
        log = issue.changelog.histories
        if cloud:
            checks.check(f"{issue.key} inline changelog is capped", len(log) == min(40, wanted["histories"]), len(log))
            newest_first = [history.created for history in log]
            checks.check(f"{issue.key} inline order", newest_first == sorted(newest_first, reverse=True), newest_first)
            log = pages(base, f"issue/{issue.id}/changelog", "values")
        checks.equal(f"{issue.key} changelog", len(log), wanted["histories"])
        histories += len(log)
        items += sum(len(h["items"] if cloud else h.items) for h in log)
        checks.check(f"{issue.key} has a status and a type", issue.fields.status.name and issue.fields.issuetype.name)
    for name, count in dict(issues=len(issues), comments=comments, worklogs=worklogs, histories=histories, items=items).items():
        checks.equal(f"total of {name}", count, totals[name])

    sprints(client, checks)
    wrong_edition(base, cloud, checks)
    checks.finish()


def pages(base, path, member):
    """Endpoints that the client does not paginate by itself."""
    def page(start):
        url = f"{base}/rest/api/3/{path}"
        return requests.get(url, params={"startAt": start}, auth=AUTH, timeout=60).json()[member]

    return all_pages(page)


def sprints(client, checks):
    for board in all_pages(lambda start: client.boards(startAt=start, maxResults=PAGE)):
        try:
            found = all_pages(lambda start: client.sprints(board.id, startAt=start, maxResults=PAGE))
            checks.check(f"{board.name} has sprints", board.type == "scrum" and len(found) > PAGE, len(found))
        except JIRAError as error:
            checks.check(f"{board.name} has no sprints", board.type == "kanban" and error.status_code == 400, error)


def wrong_edition(base, cloud, checks):
    def status(path):
        return requests.get(base + path, params={"jql": "project is not empty"}, auth=AUTH, timeout=60).status_code

    checks.equal("offset search", status("/rest/api/2/search") == 410, cloud)
    checks.equal("token search", status("/rest/api/2/search/jql") == 404, not cloud)


if __name__ == "__main__":
    main(sys.argv[1])
