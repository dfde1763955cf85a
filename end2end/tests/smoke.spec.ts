import { expect, expectAccessible, expectNoSidewaysScroll, test } from "../support/test.js";

test("the first page opens", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/jira-sync/i);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
