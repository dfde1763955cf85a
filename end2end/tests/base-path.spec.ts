import { openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

test("calls, links, forms and the live stream stay below the base path", async ({ page, serverBelowPath }) => {
  const base = `${serverBelowPath.url}/jira-sync`;
  await openLive(page, base);
  await expect(page).toHaveURL(`${base}/`);
  await page.getByRole("button", { name: "Start sync", exact: true }).click();
  await expect(page.getByText("1,000", { exact: false }).first()).toBeVisible({ timeout: 60_000 });

  await page.getByRole("link", { name: "History" }).first().click();
  await expect(page).toHaveURL(`${base}/history`);
  await expect(page.getByRole("navigation", { name: "Main" }).locator("[aria-current]")).toHaveText("History");
  await page.getByLabel("Status").selectOption("Failed");
  await expect(page).toHaveURL(new RegExp(`^${base}/history\\?status=failed`));
  await page.getByRole("link", { name: "Show all runs" }).click();
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`^${base}/history/[0-9a-f-]+$`));
  const answer = await fetch(`${base}/history/?page=2`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([308, "/jira-sync/history?page=2"]);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
