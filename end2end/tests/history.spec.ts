import { sync } from "../support/api.js";
import { card, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

test("an empty history links to the dashboard", async ({ page, ownServer }) => {
  await openLive(page, `${ownServer.url}/history`);
  await expect(page.getByText("No runs yet")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "dashboard" }).click();
  await expect(page).toHaveURL(`${ownServer.url}/`);
});

test("the history filters by status and type, and the URL keeps the filter", async ({ page, server }) => {
  const { sync_id } = await sync(server);
  await openLive(page, `${server.url}/history`);
  const link = page.locator(`a[href="/history/${sync_id}"]`);
  const row = page.getByRole("row").filter({ has: link });
  await expect(row).toContainText("Completed");
  await expect(row).toContainText("Manual");

  await page.getByLabel("Status").selectOption("Failed");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("No matching runs")).toBeVisible();
  await expect(page).toHaveURL(/status=failed/);

  await page.reload();
  await expect(page.getByText("No matching runs")).toBeVisible();
  await expect(page.getByLabel("Status")).toHaveValue("failed");
  await page.getByRole("link", { name: "Show all runs" }).click();
  await expect(page.getByText("No matching runs")).toBeHidden();

  await page.getByLabel("Type").selectOption("Manual");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText(/matching runs?$/)).toBeVisible();
  await expect(link).toBeVisible();
});

test("the history is paginated", async ({ page, ownServer }) => {
  test.slow();
  for (let count = 0; count < 21; count += 1) await sync(ownServer);
  await openLive(page, `${ownServer.url}/history`);
  const rows = page.getByRole("table").locator("tbody tr");
  await expect(page.getByText("21 runs")).toBeVisible();
  await expect(rows).toHaveCount(20);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page.getByText("Page 2 of 2")).toBeVisible();
  await expect(rows).toHaveCount(1);
  await page.goBack();
  await expect(rows).toHaveCount(20);
});

test("each run has a page with its projects and metrics", async ({ page, server }) => {
  const run = await sync(server);
  await openLive(page, `${server.url}/history`);
  await page.locator(`a[href="/history/${run.sync_id}"]`).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sync run");
  await expect(card(page, "Summary")).toContainText(run.sync_id);
  await expect(card(page, "Summary")).toContainText("Incremental");
  const rows = card(page, "Projects").locator("tbody tr");
  await expect(rows.first()).toContainText("Completed");
  const { projects } = await (await fetch(`${server.url}/api/sync/history/${run.sync_id}/projects`)).json();
  await expect(rows).toHaveCount(projects.length);
  await expect(card(page, "Metrics")).toBeVisible();
});

test("an unknown run is a 404 page that links to the history", async ({ page, server }) => {
  const missing = `${server.url}/history/00000000-0000-4000-8000-000000000000`;
  expect((await fetch(missing)).status).toBe(404);
  await page.goto(missing, { waitUntil: "commit" });
  await page.getByRole("link", { name: "View all runs" }).click();
  await expect(page).toHaveURL(/\/history$/);
});

test("a failing project does not affect the others, and its error is shown", async ({ page, jira, jiraServer }) => {
  const failing = await jira.failFirstProject();
  const run = await sync(jiraServer);
  expect(run.status).toBe("completed_with_errors");
  expect(run.total_issues).toBe(750);
  await openLive(page, `${jiraServer.url}/history/${run.sync_id}`);
  const rows = card(page, "Projects").locator("tbody tr");
  await expect(rows.first()).toContainText(failing);
  await expect(rows.first()).toContainText("Failed");
  await expect(rows.nth(1)).toContainText("does not exist for the field 'project'");
  await expect(rows.getByText("Completed", { exact: true })).toHaveCount(3);
});
