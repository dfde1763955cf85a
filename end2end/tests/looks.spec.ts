import { sync } from "../support/api.js";
import { card, expectAccessible, expectNoSidewaysScroll, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page fits the window and is accessible, ${colorScheme}`, async ({ page, server }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { sync_id } = await sync(server);
    for (const path of ["/", "/history", "/history?status=failed", `/history/${sync_id}`, "/verify", "/admin/scheduler"]) {
      await test.step(path, async () => {
        await openLive(page, `${server.url}${path}`);
        await expect(page).toHaveTitle(/ · jira-sync$/);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      });
    }
  });
}

test("the dashboard is accessible and fits the window during a sync", async ({ page, jira, jiraServer }) => {
  const answers = await jira.holdIssues();
  await openLive(page, jiraServer.url);
  await card(page, "Sync").getByRole("button", { name: "Start sync" }).click();
  await expect(page.getByRole("progressbar", { name: "Progress of the sync" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await answers.release();
});

test("the chosen theme is kept and applied before the first paint", async ({ page, server }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await openLive(page, server.url);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Theme: System" }).click();
  await page.getByRole("button", { name: "Theme: Light" }).click();
  await expect(page.getByRole("button", { name: "Theme: Dark" })).toBeVisible();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("button", { name: "Theme: Dark" })).toBeVisible();
  expect(await background()).toBe(dark);
});

test("keyboard focus starts at a visible skip link and follows the page", async ({ page, server }) => {
  await openLive(page, server.url);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(card(page, "Sync").getByRole("button", { name: "Start sync" })).toBeFocused();

  await page.getByRole("link", { name: "History" }).first().press("Enter");
  await expect(page).toHaveURL(/\/history$/);
  await expect(page.getByRole("link", { name: "History" }).first()).toHaveAttribute("aria-current", "page");
});

test("an unknown page is a 404 page", async ({ page, server }) => {
  const answer = await fetch(`${server.url}/no-such-page`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain("<h1");
  await openLive(page, server.url);
});
