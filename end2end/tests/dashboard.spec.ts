import { history, sync } from "../support/api.js";
import { card, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

test("Start sync copies every issue and shows live progress", async ({ page, jira, jiraServer }) => {
  const answers = await jira.holdIssues();
  await openLive(page, jiraServer.url);
  const control = card(page, "Sync");
  const start = control.getByRole("button", { name: "Start sync" });
  const last = card(page, "Last sync");
  await expect(last).toContainText("No sync has run yet");

  await start.click();

  const progress = control.getByRole("progressbar", { name: "Progress of the sync" });
  await expect(progress).toBeVisible();
  await expect(control.getByRole("table", { name: "Projects of this sync" }).getByRole("rowheader")).toHaveCount(4);
  await expect(start).toBeDisabled();
  await expect(control).toContainText("Only one can run at a time");
  const percentage = async () => Number(await progress.getAttribute("value"));
  const afterNextAnswer = async () => {
    await answers.next();
    return percentage();
  };
  await expect.poll(afterNextAnswer, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await percentage()).toBeLessThan(100);

  await answers.release();
  await expect(last).toContainText("Completed", { timeout: 30_000 });
  await expect(last).toContainText("1,000 issues");
  await expect(progress).toBeHidden();
  await expect(start).toBeEnabled();
});

test("Stop ends the run and keeps the issues saved so far", async ({ page, jira, jiraServer }) => {
  const answers = await jira.holdIssues();
  await openLive(page, jiraServer.url);
  const control = card(page, "Sync");
  await control.getByRole("button", { name: "Start sync" }).click();
  await expect(async () => {
    await answers.next();
    await expect(control).toContainText(/[1-9][\d,]* issues? saved so far/, { timeout: 500 });
  }).toPass();

  await control.getByRole("button", { name: "Stop" }).click();
  // Jira still holds its responses: a stop does not wait for them.
  await expect(card(page, "Last sync")).toContainText("Stopped", { timeout: 30_000 });
  await answers.release();
  const [run] = await history(jiraServer);
  expect(run.status).toBe("stopped");
  expect(run.total_issues).toBeGreaterThan(0);
});

test("a sync started elsewhere appears without a reload", async ({ page, jira, jiraServer }) => {
  const answers = await jira.holdIssues();
  await openLive(page, jiraServer.url);
  const running = sync(jiraServer);
  await expect(card(page, "Sync").getByRole("progressbar").first()).toBeVisible();
  await answers.release();
  await running;
  await expect(card(page, "Last sync")).toContainText("Completed");
});

test("a full sync asks for confirmation and names its cost", async ({ page, ownServer }) => {
  await sync(ownServer);
  await openLive(page, ownServer.url);
  const question = page.getByRole("dialog", { name: "Run a full sync?" });
  const open = page.getByRole("button", { name: "Full sync" });

  await open.press("Enter");
  await expect(question).toContainText("counts against Jira's rate limits");
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(open).toBeFocused();

  await open.click();
  await question.getByRole("button", { name: "Start full sync" }).click();
  await expect.poll(async () => (await history(ownServer)).length).toBe(2);
});

test("the dashboard shows the schedule, the last 7 days and the connections", async ({ page, server }) => {
  await sync(server);
  await openLive(page, server.url);
  await expect(card(page, "Next sync")).toContainText("Every 2 minutes");
  await expect(card(page, "Next sync").locator("time").first()).toHaveAttribute("datetime", /^\d{4}-/);
  await expect(card(page, "Last 7 days")).toContainText("100 %");
  const connections = card(page, "Connections").getByRole("listitem");
  await expect(connections.filter({ hasText: "SQLite" })).toContainText("Connected");
  await expect(connections.filter({ hasText: "demo" })).toContainText("Connected");
});
