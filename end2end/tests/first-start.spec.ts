import { get, history } from "../support/api.js";
import { card, expectAccessible, expectNoSidewaysScroll, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

test("without a site, the dashboard says how to connect one", async ({ page, emptyServer }) => {
  await openLive(page, emptyServer.url);
  const connect = card(page, "Connect a Jira site");
  for (const words of ["JIRA_URL_1", "JIRA_API_TOKEN_1", "jira-sync serve --demo", "Personal Access Tokens"]) {
    await expect(connect).toContainText(words);
  }
  await expect(connect.getByRole("link", { name: "create an API token" })).toHaveAttribute("href", /id\.atlassian\.com/);
  await connect.getByText("Or use a file").click();
  await expect(connect.getByText("JIRA_CONFIG_FILE")).toBeVisible();
  await expect(page.locator(".page-head").getByText("Connect a Jira site")).toBeVisible();
  await expect(page.getByText("Degraded")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Start sync" })).toBeDisabled();
  await expect(card(page, "Next sync")).toContainText("The schedule starts once a Jira site is connected.");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.screenshot({ path: test.info().outputPath("first-start.png"), fullPage: true });

  await page.getByRole("banner").getByRole("link", { name: "Scheduler" }).click();
  await expect(card(page, "Next sync")).toContainText("The schedule starts once a Jira site is connected.");
});

test("without a site, no run starts", async ({ emptyServer }) => {
  const response = await fetch(`${emptyServer.url}/api/sync/start`, { method: "POST" });
  const answer = (await response.json()) as { success: boolean; message: string };
  expect(answer.success).toBe(false);
  expect(answer.message).toContain("No Jira site is connected.");
  expect(await history(emptyServer)).toEqual([]);
  const status = await get<{ system_health: string }>(emptyServer, "/api/status/system");
  expect(status.system_health).toBe("warning");
});

test("with a site, nothing is said about connecting one", async ({ page, ownServer }) => {
  await openLive(page, ownServer.url);
  await expect(page.getByRole("button", { name: "Start sync" })).toBeEnabled();
  await expect(card(page, "Connect a Jira site")).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a refused start says why", async ({ page, emptyServer }) => {
    await page.goto(`${emptyServer.url}/verify`);
    await page.getByRole("button", { name: "Compare now" }).click();
    await expect(page.getByText("No Jira site is connected. The dashboard says how to connect one.")).toBeVisible();
  });
});
