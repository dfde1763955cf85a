import { expectAccessible, expectNoSidewaysScroll, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

for (const path of ["/", "/history", "/admin/scheduler"]) {
  test(`${path} opens, fits the window, and is accessible`, async ({ page }) => {
    await openLive(page, path);
    await expect(page).toHaveTitle(/jira-sync/i);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}
