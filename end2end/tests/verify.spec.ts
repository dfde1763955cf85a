import { compare, sync } from "../support/api.js";
import { card, expectAccessible, expectNoSidewaysScroll, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

test("the mirror can be compared with Jira and repaired", async ({ page, jira, jiraServer }) => {
  await openLive(page, `${jiraServer.url}/verify`);
  const drift = card(page, "Comparison with Jira");
  await expect(drift).toContainText("Not compared yet");
  await expect(card(page, "Quarantined issues")).toContainText("None");

  await sync(jiraServer);
  const project = await jira.deleteIssues(3);
  await page.getByRole("button", { name: "Compare now" }).click();
  await expect(drift).toContainText("997 issues compared, 3 differences.");
  await expect(page.getByRole("row").filter({ hasText: project }).getByRole("cell").last()).toHaveText("3");
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(drift).toContainText("3 projects match Jira.");
  await expect(drift).toContainText(/Compared: .+ \(.+\)/);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "Repair" }).click();
  await page.getByRole("link", { name: "View run" }).click();
  await expect(card(page, "Summary")).toContainText("Completed");
  await expect(card(page, "Summary")).toContainText("Census");
  await expect(card(page, "Data warnings")).toContainText("No warnings");

  // The data is compared again after the repair, without anybody asking for it.
  await page.getByRole("banner").getByRole("link", { name: "Data check" }).click();
  await expect(drift).toContainText("997 issues compared, no differences.");
  await expect(drift).toContainText("Matches Jira");
  await expect(drift).toContainText("4 projects match Jira.");
});

test("a large loss is marked only after confirmation", async ({ page, jira, jiraServer }) => {
  await sync(jiraServer);
  const project = await jira.deleteIssues(200);
  await openLive(page, `${jiraServer.url}/verify`);
  await page.getByRole("button", { name: "Compare now" }).click();
  const loss = page.getByText(`Half or more of ${project} is missing in Jira.`);
  await expect(loss).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: project })).toContainText("Held back – review");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "Repair" }).click();
  await page.getByRole("link", { name: "View run" }).click();
  await expect(card(page, "Projects")).toContainText("issues vanished at once");
  await page.goto(jiraServer.url);
  await expect(page.getByText(`Deletions held back in ${project} (sample)`)).toBeVisible();

  await page.getByRole("banner").getByRole("link", { name: "Data check" }).click();
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
  await page.getByRole("banner").getByRole("link", { name: "Data check" }).click();
  await expect(loss).toBeHidden();
  await expect(card(page, "Comparison with Jira")).toContainText("Matches Jira");
});

test("a page that stays open shows the figures after a repair", async ({ page, jira, jiraServer }) => {
  await sync(jiraServer);
  await jira.deleteIssues(2);
  await openLive(page, `${jiraServer.url}/verify`);
  const drift = card(page, "Comparison with Jira");
  await page.getByRole("button", { name: "Compare now" }).click();
  await expect(drift).toContainText("998 issues compared, 2 differences.");
  await page.getByRole("button", { name: "Repair" }).click();
  await expect(drift).toContainText("998 issues compared, no differences.", { timeout: 30_000 });
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
