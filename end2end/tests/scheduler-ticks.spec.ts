import { history } from "../support/api.js";
import { card, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

/** The shortest interval is two minutes, and the first slot may be one interval after the start. */
const TICK_LIMIT = 180_000;

test("the schedule starts a run, and the open page shows it", async ({ page, scheduledServer }) => {
  test.setTimeout(TICK_LIMIT + 60_000);
  await openLive(page, `${scheduledServer.url}/admin/scheduler`);
  await expect.poll(async () => (await history(scheduledServer)).length, { timeout: TICK_LIMIT, intervals: [1000] }).toBe(1);
  const slots = card(page, "Schedule log").locator("tbody tr");
  await expect(slots.first()).toContainText("Completed", { timeout: 30_000 });

  const [run] = await history(scheduledServer, "?sync_type=scheduled");
  expect(run).toMatchObject({ status: "completed", sync_type: "scheduled", initiated_by: "scheduler" });
  await page.getByRole("link", { name: "View run" }).click();
  await expect(card(page, "Summary")).toContainText("Scheduler");
});
