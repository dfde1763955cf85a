import { sync } from "../support/api.js";
import { card, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

test("an empty history links to the dashboard", async ({ page, ownServer }) => {
  await openLive(page, `${ownServer.url}/history`);
  await expect(page.getByText("No runs yet")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "dashboard" }).click();
  await expect(page).toHaveURL(`${ownServer.url}/`);
});

test("the history filters by status and type, and the URL keeps the filter", async ({ page, ownServer }) => {
  const { sync_id } = await sync(ownServer);
  await openLive(page, `${ownServer.url}/history`);
  const link = page.locator(`a[href="/history/${sync_id}"]`);
  const row = page.getByRole("row").filter({ has: link });
  await expect(row).toContainText("Completed");
  await expect(row).toContainText("Manual");

  // Each change applies at once, and the address has no empty parameters.
  await page.getByLabel("Status").selectOption("Failed");
  await expect(page.getByText("No matching runs")).toBeVisible();
  await expect(page).toHaveURL(/\/history\?status=failed$/);

  await page.reload();
  await expect(page.getByText("No matching runs")).toBeVisible();
  await expect(page.getByLabel("Status")).toHaveValue("failed");
  await page.getByRole("link", { name: "Show all runs" }).click();
  await expect(page.getByText("No matching runs")).toBeHidden();

  await page.getByLabel("Type").selectOption("Manual");
  await expect(page.getByText(/matching runs?$/)).toBeVisible();
  await expect(link).toBeVisible();
  await page.getByLabel("Type").selectOption("Manual and scheduled");
  await expect(page).toHaveURL(`${ownServer.url}/history`);
});

test("a filter that is not valid is a 422 page that says so", async ({ page, ownServer }) => {
  const address = `${ownServer.url}/history?status=paused`;
  expect((await fetch(address)).status).toBe(422);
  await openLive(page, address);
  await expect(page.getByRole("alert")).toContainText("Invalid filter");
  await page.getByRole("link", { name: "Show all runs" }).click();
  await expect(page).toHaveURL(`${ownServer.url}/history`);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("runs without changes are folded, and the history is paginated", async ({ page, ownServer, isMobile }) => {
  test.skip(isMobile, "many syncs, and the same on a phone");
  test.setTimeout(300_000);
  const first = await sync(ownServer);
  let quiet = first;
  for (let count = 0; count < 50; count += 1) quiet = await sync(ownServer);
  await openLive(page, `${ownServer.url}/history`);
  await expect(page.getByText("51 runs", { exact: true })).toBeVisible();
  const fold = page.getByText("50 runs without changes");
  const link = page.locator(`a[href="/history/${quiet.sync_id}"]`);
  await expect(link).toBeHidden();
  await fold.click();
  await expect(link).toBeVisible();
  // It stays open when another run is added to it.
  const another = await sync(ownServer);
  await expect(page.locator(`a[href="/history/${another.sync_id}"]`)).toBeVisible();

  await page.getByRole("link", { name: "Older" }).click();
  await expect(page.getByText("Page 2 of 2")).toBeVisible();
  await expect(page.locator(`a[href="/history/${first.sync_id}"]`)).toBeVisible();
  await page.goBack();
  await expect(page.getByText("50 runs without changes")).toBeVisible();

  await openLive(page, `${ownServer.url}/history?page=99`);
  await expect(page.getByText("Page 2 of 2")).toBeVisible();
  await expect(page.locator(`a[href="/history/${first.sync_id}"]`)).toBeVisible();
});

test("times say the day, in the browser's zone, which is named once", async ({ page, ownServer }) => {
  const run = await sync(ownServer);
  await openLive(page, `${ownServer.url}/history`);
  const link = page.locator(`a[href="/history/${run.sync_id}"]`);
  const hour = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "Europe/Berlin" });
  await expect(link).toContainText(/^(Today|Yesterday) /);
  await expect(link).toContainText(hour.format(new Date(run.started_at)));
  await expect(link.locator("time")).toHaveAttribute("title", /\d{4}, \d\d:\d\d:\d\d (CES?T|GMT\+[12])$/);
  await expect(page.getByText("Times in Europe/Berlin")).toHaveCount(1);
});

test("a slash at the end of an address does not matter", async ({ page, server }) => {
  const answer = await fetch(`${server.url}/admin/scheduler/`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([308, "/admin/scheduler"]);
  await page.goto(`${server.url}/history/?status=&page=2`);
  await expect(page).toHaveURL(`${server.url}/history?page=2`);
});

test("each run has a page with its projects and metrics", async ({ page, ownServer }) => {
  const run = await sync(ownServer);
  await openLive(page, `${ownServer.url}/history`);
  await page.locator(`a[href="/history/${run.sync_id}"]`).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sync run");
  await expect(card(page, "Summary")).toContainText(run.sync_id);
  await expect(card(page, "Summary")).toContainText("Incremental");
  const rows = card(page, "Projects").locator("tbody tr");
  await expect(rows.first()).toContainText("Completed");
  const { projects } = await (await fetch(`${ownServer.url}/api/sync/history/${run.sync_id}/projects`)).json();
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
  await openLive(page, `${jiraServer.url}/history`);
  const row = page.getByRole("row").filter({ hasText: "Completed with errors" });
  await expect(page.getByRole("row").filter({ hasText: "1 of 4 projects failed" })).toBeVisible();
  // The link covers the whole row.
  await row.click();
  await expect(page).toHaveURL(`${jiraServer.url}/history/${run.sync_id}`);
  const rows = card(page, "Projects").locator("tbody tr");
  await expect(rows.first()).toContainText(failing);
  await expect(rows.first()).toContainText("Failed");
  await expect(rows.nth(1)).toContainText("does not exist for the field 'project'");
  await expect(rows.getByText("Completed", { exact: true })).toHaveCount(3);
});
