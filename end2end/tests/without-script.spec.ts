import { history, sync } from "../support/api.js";
import { card } from "../support/page.js";
import { expect, test } from "../support/test.js";

test.use({ javaScriptEnabled: false });

test("without JavaScript, the dashboard shows its data and Start works", async ({ page, ownServer }) => {
  await page.goto(ownServer.url);
  await expect(card(page, "Last sync")).toContainText("No sync has run yet");
  await card(page, "Sync").getByRole("button", { name: "Start sync" }).click();
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/\?message=sync_started$/);
  await expect.poll(async () => (await history(ownServer))[0]?.status, { timeout: 30_000 }).toBe("completed");
  await page.reload();
  await expect(card(page, "Last sync")).toContainText("Completed");
});

test("without JavaScript, Stop works", async ({ page, jira, jiraServer }) => {
  const answers = await jira.holdIssues();
  await page.goto(jiraServer.url);
  await page.getByRole("button", { name: "Start sync" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await answers.release();
  await expect.poll(async () => (await history(jiraServer))[0].status).toBe("stopped");
});

test("without JavaScript, the history and a run's page show their data", async ({ page, ownServer }) => {
  const run = await sync(ownServer);
  await page.goto(`${ownServer.url}/history`);
  await page.getByLabel("Type").selectOption("Manual");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(`${ownServer.url}/history?sync_type=manual`);
  await page.locator(`a[href="/history/${run.sync_id}"]`).click();
  await expect(card(page, "Summary")).toContainText(run.sync_id);
  await expect(card(page, "Projects").getByText("Completed").first()).toBeVisible();
});

test("without JavaScript, folded runs open, and an active run shows its progress", async ({ page, jira, jiraServer }) => {
  await sync(jiraServer);
  await sync(jiraServer);
  const quiet = await sync(jiraServer);
  await page.goto(`${jiraServer.url}/history`);
  const link = page.locator(`a[href="/history/${quiet.sync_id}"]`);
  await expect(link).toBeHidden();
  await page.getByText("2 runs without changes").click();
  await expect(link).toBeVisible();

  const answers = await jira.holdIssues();
  await fetch(`${jiraServer.url}/api/sync/start`, { method: "POST", body: '{"force": true}' });
  const [{ sync_id }] = await history(jiraServer);
  await expect(async () => {
    await page.goto(`${jiraServer.url}/history/${sync_id}`);
    await expect(card(page, "Summary")).toContainText("0 of 4", { timeout: 500 });
  }).toPass();
  await expect(page.getByRole("table", { name: "Projects of this sync" }).getByRole("rowheader")).toHaveCount(4);
  await answers.release();
});

test("without JavaScript, the schedule is shown and can be changed", async ({ page, scheduledServer }) => {
  await page.goto(`${scheduledServer.url}/admin/scheduler`);
  const toggle = page.getByRole("switch", { name: "Run syncs on schedule" });
  await expect(toggle).toBeChecked();
  await page.getByRole("spinbutton", { name: "Every" }).fill("30");
  await page.getByRole("button", { name: "Save interval" }).click();
  await expect(card(page, "Next sync")).toContainText("Every 30 minutes");
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  await expect(page.getByRole("spinbutton", { name: "Every" })).toHaveValue("30");
});
