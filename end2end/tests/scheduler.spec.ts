import { get, sync } from "../support/api.js";
import { card, openLive } from "../support/page.js";
import type { Server } from "../support/server.js";
import { expect, test } from "../support/test.js";

type Status = { enabled: boolean; interval_minutes: number; next_run_time: string | null };

const status = (server: Server) => get<Status>(server, "/api/scheduler/status");

test("slider and number field share one value, which is kept after a restart", async ({ page, scheduledServer }) => {
  await openLive(page, `${scheduledServer.url}/admin/scheduler`);
  const interval = card(page, "Interval");
  const slider = interval.getByRole("slider", { name: "Interval in minutes" });
  const field = interval.getByRole("spinbutton", { name: "Every" });
  await expect(slider).toHaveAttribute("min", "2");
  await expect(slider).toHaveAttribute("max", "120");
  await expect(slider).toHaveValue("2");
  await expect(field).toHaveValue("2");

  await slider.focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
  await expect(field).toHaveValue("5");
  await field.fill("45");
  await expect(slider).toHaveValue("45");
  await interval.getByRole("button", { name: "Save interval" }).click();
  await expect(card(page, "Next sync")).toContainText("Every 45 minutes");
  await expect.poll(async () => (await status(scheduledServer)).interval_minutes).toBe(45);
  const next = Date.parse((await status(scheduledServer)).next_run_time ?? "");
  expect(next - Date.now()).toBeGreaterThan(2 * 60_000);
  expect(next - Date.now()).toBeLessThanOrEqual(45 * 60_000);

  await scheduledServer.restart();
  expect((await status(scheduledServer)).interval_minutes).toBe(45);
  await openLive(page, `${scheduledServer.url}/admin/scheduler`);
  await expect(page.getByRole("spinbutton", { name: "Every" })).toHaveValue("45");
});

test("an unsaved interval is never overwritten", async ({ page, scheduledServer }) => {
  await openLive(page, `${scheduledServer.url}/admin/scheduler`);
  const field = page.getByRole("spinbutton", { name: "Every" });
  await field.fill("77");
  await expect(page.getByText("Not saved yet")).toBeVisible();

  const saved = await fetch(`${scheduledServer.url}/api/scheduler/config`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ enabled: true, interval_minutes: 33 }),
  });
  expect(saved.status).toBe(200);
  await expect(card(page, "Next sync")).toContainText("Every 33 minutes");
  await expect(field).toHaveValue("77");

  await page.getByRole("button", { name: "Discard" }).click();
  await expect(field).toHaveValue("33");
});

test("the switch takes effect immediately", async ({ page, scheduledServer }) => {
  await openLive(page, `${scheduledServer.url}/admin/scheduler`);
  const toggle = page.getByRole("switch", { name: "Run syncs on schedule" });
  await expect(toggle).toBeChecked();

  await toggle.focus();
  await page.keyboard.press("Space");
  await expect(toggle).not.toBeChecked();
  await expect.poll(async () => (await status(scheduledServer)).enabled).toBe(false);
  await expect(card(page, "Next sync")).toContainText("Syncs run only when you start one.");
  await expect(card(page, "Upcoming")).toContainText("Turn on the schedule");
  expect((await status(scheduledServer)).next_run_time).toBeNull();

  await toggle.click();
  await expect(toggle).toBeChecked();
  await expect.poll(async () => (await status(scheduledServer)).next_run_time).not.toBeNull();
  await expect(card(page, "Upcoming").getByRole("listitem")).toHaveCount(6);
});

test("advice follows the interval, and there is no start button", async ({ page, server }) => {
  await sync(server);
  await openLive(page, `${server.url}/admin/scheduler`);
  const interval = card(page, "Interval");
  await expect(interval.getByText(/^Recommended: \d+ to \d+ minutes$/)).toBeVisible();
  const advice = interval.getByRole("status");
  await expect(advice).not.toBeEmpty();
  const before = await advice.innerText();
  await interval.getByRole("spinbutton", { name: "Every" }).fill("120");
  await expect(advice).not.toHaveText(before);
  await expect(page.getByRole("button", { name: /start|run now/i })).toHaveCount(0);
});

test("an interval out of range is not saved", async ({ page, scheduledServer }) => {
  await openLive(page, `${scheduledServer.url}/admin/scheduler`);
  const field = page.getByRole("spinbutton", { name: "Every" });
  await field.fill("1");
  await page.getByRole("button", { name: "Save interval" }).click();
  expect(await field.evaluate((input: HTMLInputElement) => input.validity.rangeUnderflow)).toBe(true);
  expect((await status(scheduledServer)).interval_minutes).toBe(2);
});

test("a number that is not allowed is explained and not saved", async ({ page, scheduledServer }) => {
  await openLive(page, `${scheduledServer.url}/admin/scheduler`);
  const interval = card(page, "Interval");
  const field = interval.getByRole("spinbutton", { name: "Every how many minutes" });
  // A number for the browser, but not a whole one as people write it.
  await field.fill("1e1");
  await expect(interval.getByText("Enter a whole number of minutes from 2 to 1440.")).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await interval.getByRole("button", { name: "Save interval" }).click();
  expect((await status(scheduledServer)).interval_minutes).toBe(2);
  await field.fill("10");
  await expect(field).not.toHaveAttribute("aria-invalid");
});

test("the upcoming times follow the typed interval before it is saved", async ({ page, scheduledServer }) => {
  await openLive(page, `${scheduledServer.url}/admin/scheduler`);
  const interval = card(page, "Interval");
  await expect(interval.getByRole("slider")).toHaveAttribute("aria-valuetext", "Every 2 minutes");
  const upcoming = card(page, "Upcoming");
  const minutesToFirst = async () => {
    const at = await upcoming.getByRole("listitem").first().locator("time").first().getAttribute("datetime");
    return Math.round((Date.parse(at ?? "") - Date.now()) / 60_000);
  };
  await interval.getByRole("spinbutton").fill("50");
  await expect(upcoming.getByText("If saved now: every 50 minutes.")).toBeVisible();
  await expect.poll(minutesToFirst).toBe(50);
  await expect(interval.getByRole("slider")).toHaveAttribute("aria-valuetext", "Every 50 minutes");
  await interval.getByRole("button", { name: "Discard" }).click();
  await expect(upcoming.getByText("If saved now")).toBeHidden();
  await expect.poll(minutesToFirst).toBeLessThanOrEqual(2);
});
