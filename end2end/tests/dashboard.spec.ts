import { history, sync } from "../support/api.js";
import { card, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

test("Start Sync copies every issue and shows it while it happens", async ({ page, slowServer }) => {
  await openLive(page, slowServer.url);
  const control = card(page, "Sync");
  await expect(card(page, "Last sync")).toContainText("No sync has run yet");

  await control.getByRole("button", { name: "Start Sync" }).click();

  const progress = control.getByRole("progressbar", { name: "Progress of the sync" });
  await expect(progress).toBeVisible();
  await expect(control.getByText(/^Reading [A-Z]+/)).toBeVisible();
  await expect(control.getByRole("row")).toHaveCount(1 + 4);
  await expect(control.getByRole("button", { name: "Start Sync" })).toBeDisabled();
  await expect(control).toContainText("only one runs at a time");
  const early = Number(await progress.getAttribute("value"));
  await expect.poll(async () => Number(await progress.getAttribute("value"))).toBeGreaterThan(early);

  const last = card(page, "Last sync");
  await expect(last).toContainText("Completed", { timeout: 60_000 });
  await expect(last).toContainText("1,000 issues");
  await expect(progress).toBeHidden();
  await expect(control.getByRole("button", { name: "Start Sync" })).toBeEnabled();
});

test("Stop ends the run and keeps what is saved", async ({ page, slowServer }) => {
  await openLive(page, slowServer.url);
  const control = card(page, "Sync");
  await control.getByRole("button", { name: "Start Sync" }).click();
  await expect(control).toContainText(/Stopping keeps what is saved: [1-9]/, { timeout: 30_000 });
  await control.getByRole("button", { name: "Stop" }).click();
  await expect(card(page, "Last sync")).toContainText("Stopped", { timeout: 30_000 });
  const [run] = await history(slowServer);
  expect(run.status).toBe("stopped");
  expect(run.total_issues).toBeGreaterThan(0);
  expect(run.total_issues).toBeLessThan(1000);
});

test("a sync that someone else started shows by itself", async ({ page, slowServer }) => {
  await openLive(page, slowServer.url);
  const running = sync(slowServer);
  await expect(card(page, "Sync").getByRole("progressbar").first()).toBeVisible();
  await running;
  await expect(card(page, "Last sync")).toContainText("Completed");
});

test("a full sync asks first and names its cost", async ({ page, ownServer }) => {
  await sync(ownServer);
  await openLive(page, ownServer.url);
  const question = page.getByRole("dialog", { name: "Read every issue again?" });
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
