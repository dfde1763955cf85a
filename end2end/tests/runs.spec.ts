import type { Locator } from "@playwright/test";
import { get, history, sync } from "../support/api.js";
import { card, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

type Shown = { total_projects: number; completed_projects: number };

test("the page and the row of an active run follow its progress", async ({ page, jira, jiraServer }) => {
  const answers = await jira.holdIssues();
  await fetch(`${jiraServer.url}/api/sync/start`, { method: "POST" });
  const [{ sync_id }] = await history(jiraServer);
  await openLive(page, `${jiraServer.url}/history/${sync_id}`);
  const summary = card(page, "Summary");
  const projects = card(page, "Projects");
  await expect(summary).toContainText("Running");
  await expect(summary.getByRole("progressbar", { name: "Progress of the sync" })).toBeVisible();
  await expect(summary).toContainText("0 of 4");
  // One table only, whose rows name no site, as there is only one.
  await expect(page.getByRole("table", { name: "Projects of this sync" })).toHaveCount(1);
  await expect(projects.getByRole("table")).toHaveCount(1);
  await expect(projects).not.toContainText("sample");

  await expect(async () => {
    await answers.next();
    await expect(summary).toContainText(/[1-9][\d,]* of 1,000/, { timeout: 500 });
  }).toPass();

  await page.getByRole("link", { name: "History" }).first().click();
  const row = page.getByRole("row").filter({ hasText: "Running" });
  await expect(row).toContainText("of 4");
  const issues = async () => Number((await row.locator("[data-label=Issues]").innerText()).match(/\d+/)?.[0]);
  const before = await issues();
  await expect(async () => {
    await answers.next();
    expect(await issues()).toBeGreaterThan(before);
  }).toPass();
  await row.click();
  await expect(page).toHaveURL(new RegExp(`/history/${sync_id}$`));

  await answers.release();
  await expect(summary).toContainText("Completed", { timeout: 30_000 });
  await expect(summary).toContainText("4 of 4");
  await expect(summary.getByRole("progressbar")).toHaveCount(0);
  await expect(projects.getByRole("table", { name: "Projects of this run" }).locator("tbody tr")).toHaveCount(4);
});

test("a project takes one line, and its space is kept when it is done", async ({ page, jira, jiraServer }) => {
  const answers = await jira.holdIssues();
  await openLive(page, jiraServer.url);
  const control = card(page, "Sync");
  await control.getByRole("button", { name: "Start sync" }).click();
  const table = control.getByRole("table", { name: "Projects of this sync" });
  await expect(table.getByText("Running")).toHaveCount(4);
  const height = async (of: Locator) => (await of.boundingBox())?.height ?? 0;
  expect(await height(table.locator("tbody tr").first())).toBeLessThan(32);
  const before = await height(control);
  await expect(async () => {
    await answers.next();
    await expect(control).toContainText(/[12] projects? done/, { timeout: 500 });
  }).toPass();
  expect(Math.abs((await height(control)) - before)).toBeLessThanOrEqual(1);
  await answers.release();
});

test("the end of a run has a name, and projects that are done are folded", async ({ page, jira, jiraServer }) => {
  await sync(jiraServer);
  const feeds = await jira.holdWorklogs();
  await openLive(page, jiraServer.url);
  const control = card(page, "Sync");
  await control.getByRole("button", { name: "Start sync" }).click();
  await expect(control).toContainText("Finishing", { timeout: 30_000 });
  await expect(control).not.toContainText("99 %");
  const { total_projects, completed_projects } = await get<Shown>(jiraServer, "/api/sync/progress");
  expect([total_projects, completed_projects]).toEqual([4, 4]);
  const done = control.getByRole("table", { name: "Projects done" });
  await expect(done).toBeHidden();
  await control.getByText("4 projects done").click();
  await expect(done.getByText("Completed")).toHaveCount(4);
  await feeds.release();
  await expect(control).toContainText("Idle", { timeout: 30_000 });
});

test("a stopped run does not count as a failure", async ({ page, jira, jiraServer }) => {
  const answers = await jira.holdIssues();
  await fetch(`${jiraServer.url}/api/sync/start`, { method: "POST" });
  await fetch(`${jiraServer.url}/api/sync/stop`, { method: "POST" });
  await answers.release();
  await expect.poll(async () => (await history(jiraServer))[0].status).toBe("stopped");
  await openLive(page, jiraServer.url);
  const week = card(page, "Last 7 days");
  await expect(week).toContainText("1 stopped");
  await expect(week).not.toContainText("0 %");
  await sync(jiraServer);
  await expect(week).toContainText("100 %");
});
