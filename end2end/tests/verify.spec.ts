import { compare, sync } from "../support/api.js";
import { card, expectAccessible, expectNoSidewaysScroll, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

test("the mirror can be compared with Jira and repaired", async ({ page, jira, jiraServer }) => {
  await openLive(page, `${jiraServer.url}/verify`);
  const drift = card(page, "Data check");
  await expect(drift).toContainText("Not compared yet");
  await expect(card(page, "Quarantined issues")).toContainText("None");

  await sync(jiraServer);
  const project = await jira.deleteIssues(3);
  await page.getByRole("button", { name: "Compare now" }).click();
  await expect(drift).toContainText("997 issues compared, 3 differences.");
  await expect(page.getByRole("row").filter({ hasText: project }).getByRole("cell").last()).toHaveText("3");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "Repair" }).click();
  await page.getByRole("link", { name: "View run" }).click();
  await expect(card(page, "Summary")).toContainText("Completed");
  await expect(card(page, "Summary")).toContainText("Census");
  await expect(card(page, "Data warnings")).toContainText("No warnings");

  await page.getByRole("link", { name: "Verify" }).click();
  await page.getByRole("button", { name: "Compare now" }).click();
  await expect(drift).toContainText("997 issues compared, no differences.");
  await expect(drift).toContainText("Matches Jira");
});

test("a large loss is marked only after confirmation", async ({ page, jira, jiraServer }) => {
  await sync(jiraServer);
  const project = await jira.deleteIssues(200);
  await openLive(page, `${jiraServer.url}/verify`);
  await page.getByRole("button", { name: "Compare now" }).click();
  const loss = page.getByText(`Half or more of ${project} is missing in Jira.`);
  await expect(loss).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "Repair" }).click();
  await page.getByRole("link", { name: "View run" }).click();
  await expect(card(page, "Projects")).toContainText("issues vanished at once");

  await page.getByRole("link", { name: "Verify" }).click();
  await page.getByRole("button", { name: "Confirm deletion…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(`First check ${project} in Jira`);
  await expectAccessible(page);
  // The page behind the dialog loads new figures; the dialog stays open.
  await jira.deleteIssues(1);
  await compare(jiraServer);
  await sync(jiraServer);
  await expect(page.getByText("799 issues compared, 201 differences.")).toBeVisible();
  await dialog.getByRole("button", { name: "Mark as deleted" }).click();
  await page.getByRole("link", { name: "View run" }).click();
  await expect(card(page, "Summary")).toContainText("Completed");
  await page.getByRole("link", { name: "Verify" }).click();
  await page.getByRole("button", { name: "Compare now" }).click();
  await expect(loss).toBeHidden();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the comparison works with plain forms", async ({ page, ownServer }) => {
    await sync(ownServer);
    await page.goto(`${ownServer.url}/verify`);
    await page.getByRole("button", { name: "Compare now" }).click();
    await expect(page.getByText("The comparison has started.")).toBeVisible();
    await expect(async () => {
      await page.reload();
      await expect(page.getByText(/compared, no differences/)).toBeVisible({ timeout: 500 });
    }).toPass();
  });
});
