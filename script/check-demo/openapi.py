"""Checks the responses of a running Cloud sample Jira against Atlassian's OpenAPI files.

usage: openapi.py ADDRESS FOLDER-OF-OPENAPI-FILES

The sample must write its bulk changelogs' dates as text (--changelog-dates text), as the schema has them.
"""

import json
import pathlib
import sys

import jsonschema
import requests

from checks import AUTH, Checks, refused

# Differences of real sites from the description, all found in recorded responses.
NULL_IN_PRACTICE = {"from", "fromString", "to", "toString", "author", "updateAuthor"}
# The schema is that for creating a link, which requires both ends; an issue's link has only the other end.
NOT_REQUIRED = {"IssueLink"}


def as_json_schema(node):
    """Converts OpenAPI 3.0 keywords to JSON Schema."""
    if isinstance(node, list):
        return [as_json_schema(child) for child in node]
    if not isinstance(node, dict):
        return node
    node = {key: as_json_schema(child) for key, child in node.items()}
    if node.pop("nullable", False) and isinstance(node.get("type"), str):
        node["type"] = [node["type"], "null"]
    return node


class Description:
    """One OpenAPI file."""

    def __init__(self, path):
        raw = json.loads(path.read_text())
        self.paths = raw["paths"]
        self.components = as_json_schema(raw["components"])
        for name in NOT_REQUIRED & self.components["schemas"].keys():
            del self.components["schemas"][name]["required"]

    def answer_schema(self, path, method, status):
        content = self.paths[path][method]["responses"][str(status)].get("content", {})
        return as_json_schema(content.get("application/json", {}).get("schema"))

    def errors(self, schema, value):
        root = {"allOf": [schema], "components": self.components}
        found = jsonschema.Draft4Validator(root).iter_errors(value)
        return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}"[:300] for e in found][:3]

    def named(self, name):
        return {"$ref": f"#/components/schemas/{name}"}


def without_usual_nulls(node):
    if isinstance(node, list):
        return [without_usual_nulls(child) for child in node]
    if isinstance(node, dict):
        return {
            key: without_usual_nulls(child)
            for key, child in node.items()
            if not (child is None and key in NULL_IN_PRACTICE)
        }
    return node


# Fields of an issue whose values have their own schema.
FIELD_SCHEMAS = {
    "assignee": "UserDetails", "reporter": "UserDetails", "creator": "UserDetails", "status": "StatusDetails",
    "priority": "Priority", "issuetype": "IssueTypeDetails", "resolution": "Resolution", "comment": "PageOfComments",
    "worklog": "PageOfWorklogs", "votes": "Votes", "watches": "Watchers", "timetracking": "TimeTrackingDetails",
    "parent": "LinkedIssue", "customfield_10034": "UserDetails",
}
LIST_SCHEMAS = {
    "components": "ProjectComponent", "fixVersions": "Version", "versions": "Version", "issuelinks": "IssueLink",
    "subtasks": "LinkedIssue", "attachment": "Attachment", "customfield_10035": "UserDetails",
}


class Run:
    def __init__(self, base, folder):
        self.base = base
        self.checks = Checks()
        self.refused = refused(base)
        [platform] = folder.glob("jira-cloud-platform-*.json")
        [software] = folder.glob("jira-software-cloud-*.json")
        self.platform = Description(platform)
        self.software = Description(software)

    def call(self, path, method="get", description=None, status=200, schema=None, auth=AUTH, query=None, body=None, **parts):
        """Calls a path of the description, validates the response and returns it."""
        description = description or self.platform
        url = self.base + path.format(**parts)
        response = requests.request(method, url, params=query, json=body, auth=auth, timeout=60)
        if response.status_code == 503:
            # A realistic site fails the first request.
            response = requests.request(method, url, params=query, json=body, auth=auth, timeout=60)
        if self.refused.match(path.format(**parts)) and response.status_code in (401, 403, 500):
            return None
        name = f"{method.upper()} {path} {parts or ''} {query or ''}"
        self.checks.equal(f"{name} status", response.status_code, status)
        try:
            answer = response.json()
        except ValueError:
            self.checks.check(name, False, "the answer is no JSON")
            return None
        schema = schema or description.answer_schema(path, method, status)
        if schema:
            self.checks.equal(name, description.errors(schema, without_usual_nulls(answer)), [])
        return answer

    def issue_fields(self, issue):
        """Validates an issue's fields one by one, because the description of an issue does not specify them."""
        fields = without_usual_nulls(issue["fields"])
        for field, schema in FIELD_SCHEMAS.items():
            if fields.get(field) is not None:
                self.field(issue, field, fields[field], schema)
        for field, schema in LIST_SCHEMAS.items():
            for value in fields.get(field) or []:
                self.field(issue, field, value, schema)
        project = self.platform.errors(self.platform.named("ProjectDetails"), fields["project"])
        self.checks.equal(f"{issue['key']} project", project, [])
        for field in ("description", "environment", "customfield_10032"):
            text = fields.get(field)
            self.checks.check(f"{issue['key']} {field}", text is None or text["type"] == "doc" and text["version"] == 1, text)

    def field(self, issue, field, value, schema):
        self.checks.equal(f"{issue['key']} {field}", self.platform.errors(self.platform.named(schema), value), [])

    def like_example(self, path, answer):
        """For paths with only an example: checks that it has all our members, of the same types."""
        text = self.software.paths[path]["get"]["responses"]["200"]["content"]["application/json"]["example"]
        example = json.loads(text)
        pairs = [(example, answer)]
        if "values" in example:
            merged = {key: value for one in example["values"] for key, value in one.items()}
            pairs += [(merged, value) for value in answer["values"]]
        for wanted, found in pairs:
            wanted = wanted | {"total": 1}
            wrong = [k for k, v in found.items() if k not in wanted or type(wanted[k]) is not type(v)]
            self.checks.equal(f"GET {path} beside its example", wrong, [])

    def catalogs(self):
        self.call("/rest/api/3/serverInfo", auth=None)
        self.call("/rest/api/3/myself")
        self.call("/rest/api/3/mypermissions", query={"permissions": "BROWSE_PROJECTS"})
        for name in ("field", "status", "statuscategory", "issuetype", "priority", "resolution", "issueLinkType"):
            self.call(f"/rest/api/3/{name}")
        for user in self.call("/rest/api/3/users/search", query={"maxResults": 1000}) or []:
            self.call("/rest/api/3/user", query={"accountId": user["accountId"]})

    def projects(self):
        self.call("/rest/api/3/project")
        query = {"expand": "lead,description,issueTypes"}
        projects = self.call("/rest/api/3/project/search", query=query)["values"]
        self.call("/rest/api/3/project/search", query={"status": "archived,deleted"})
        for project in projects:
            for path in ("", "/versions", "/version", "/components", "/component", "/statuses"):
                self.call("/rest/api/3/project/{projectIdOrKey}" + path, projectIdOrKey=project["key"])
        return projects

    def issues(self, project):
        jql = f'project = "{project["key"]}" ORDER BY updated'
        search = "/rest/api/3/search/jql"
        ids = self.call(search, query={"jql": jql, "maxResults": 5000})["issues"]
        self.call(search, query={"jql": jql, "maxResults": 3, "fields": "*all", "expand": "changelog,names,schema"})
        self.call(search, "post", body={"jql": jql, "maxResults": 2, "fields": ["summary"], "expand": "changelog"})
        self.call("/rest/api/3/search/approximate-count", "post", body={"jql": jql})
        ids, shown = [issue["id"] for issue in ids], set()
        for start in range(0, len(ids), 100):
            some = {"issueIdsOrKeys": ids[start : start + 100]}
            answer = self.call("/rest/api/3/issue/bulkfetch", "post", body=some | {"fields": ["*all"], "expand": ["changelog"]})
            shown |= {issue["id"] for issue in answer["issues"]}
            for issue in answer["issues"]:
                self.issue_fields(issue)
            self.call("/rest/api/3/changelog/bulkfetch", "post", body=some | {"maxResults": 10000})
        links = self.platform.answer_schema("/rest/api/3/issue/{issueIdOrKey}/remotelink", "get", 200)
        # The search index of a realistic site contains issues that cannot be opened.
        for issue in [issue for issue in ids if issue in shown][:25]:
            self.call("/rest/api/3/issue/{issueIdOrKey}", issueIdOrKey=issue, query={"expand": "changelog,names,schema"})
            for path in ("changelog", "comment", "worklog"):
                self.call("/rest/api/3/issue/{issueIdOrKey}/" + path, issueIdOrKey=issue)
            # The example is a list, but the schema describes a single item.
            self.call(
                "/rest/api/3/issue/{issueIdOrKey}/remotelink",
                issueIdOrKey=issue,
                schema={"type": "array", "items": links},
            )

    def worklogs(self):
        feed = self.call("/rest/api/3/worklog/updated", query={"since": 0})
        if feed is None:
            return
        self.call("/rest/api/3/worklog/deleted", query={"since": 0})
        ids = [value["worklogId"] for value in feed["values"]]
        found = self.call("/rest/api/3/worklog/list", "post", body={"ids": ids})
        self.checks.equal("every worklog of the feed is listed", {int(w["id"]) for w in found}, set(ids))

    def boards(self):
        agile = "/rest/agile/1.0"
        boards = self.call(f"{agile}/board", description=self.software) or {"values": []}
        for board in boards["values"]:
            self.call(agile + "/board/{boardId}", description=self.software, boardId=board["id"])
            self.call(agile + "/board/{boardId}/issue", description=self.software, boardId=board["id"])
            path = agile + "/board/{boardId}/sprint"
            if board["type"] == "kanban":
                self.call(path, status=400, schema=self.platform.named("ErrorCollection"), boardId=board["id"])
                continue
            sprints = self.call(path, description=self.software, boardId=board["id"])
            if sprints is None:
                continue
            self.like_example(path, sprints)
            sprint = sprints["values"][0]["id"]
            path = agile + "/sprint/{sprintId}"
            self.like_example(path, self.call(path, description=self.software, sprintId=sprint))

    def errors(self):
        error = self.platform.named("ErrorCollection")
        wrong = ("demo@example.com", "wrong")
        self.call("/rest/api/3/myself", status=401, schema=error, auth=wrong)
        self.call("/rest/api/3/search", status=410, schema=error)
        self.call("/rest/api/3/search/jql", status=400, schema=error, query={"jql": "project = NOWHERE"})
        self.call("/rest/api/3/search/jql", status=400, schema=error, query={"jql": "order by created"})
        self.call("/rest/api/3/issue/{issueIdOrKey}", status=404, schema=error, issueIdOrKey="NOWHERE-1")
        for path in ("/rest/api/3/project/search", "/rest/api/3/field"):
            self.call(path, auth=wrong)

    def all(self):
        self.catalogs()
        for project in self.projects():
            self.issues(project)
        self.worklogs()
        self.boards()
        self.errors()
        self.checks.finish()


if __name__ == "__main__":
    Run(sys.argv[1], pathlib.Path(sys.argv[2])).all()
