import { type Page, type Route, devices } from "@playwright/test";
import { sync } from "../support/api.js";
import { card, expectAccessible, expectNoSidewaysScroll, openLive } from "../support/page.js";
import type { Server } from "../support/server.js";
import { expect, test } from "../support/test.js";

test.use({ failingAnswers: true });

const unavailable = {
  type: "about:blank",
  title: "Service Unavailable",
  status: 503,
  detail: "The database does not answer. Check that it runs.",
};

/** How the REST API fails, and what a page says then. */
const FAILURES: { name: string; fail: (route: Route) => Promise<void>; says: string[] }[] = [
  {
    name: "the database is down",
    fail: (route) => route.fulfill({ status: 503, contentType: "application/problem+json", json: unavailable }),
    says: ["Temporarily unavailable", unavailable.detail],
  },
  {
    name: "a server function fails",
    fail: (route) =>
      route.fulfill({
        status: 500,
        contentType: "application/problem+json",
        json: { ...unavailable, status: 500, title: "Internal Server Error", detail: "The log says where." },
      }),
    says: ["Internal error", "The log says where."],
  },
  {
    name: "a proxy answers instead of the server",
    fail: (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }),
    says: ["Unexpected response", "A proxy may have answered in its place"],
  },
  {
    name: "a response is malformed",
    fail: (route) => route.fulfill({ status: 200, contentType: "application/json", body: '{"unexpected": true' }),
    says: ["Unexpected response", "check that jira-sync is running, then try again."],
  },
  {
    name: "the server cannot be reached",
    fail: (route) => route.abort("connectionrefused"),
    says: ["Cannot reach jira-sync", "Check that it is running, then try again."],
  },
];

/** Every page: how a person gets there from another one, and what it shows once requests succeed. */
const PAGES: { name: string; from: string; open: (page: Page) => Promise<void>; shows: (page: Page) => Promise<void> }[] = [
  {
    name: "dashboard",
    from: "/history",
    open: (page) => page.getByRole("link", { name: "Dashboard" }).click(),
    shows: (page) => expect(page.getByRole("button", { name: "Start sync" })).toBeVisible(),
  },
  {
    name: "history",
    from: "/",
    open: (page) => page.getByRole("banner").getByRole("link", { name: "History" }).click(),
    shows: (page) => expect(page.getByRole("row").nth(1)).toContainText(/Completed|without changes/),
  },
  {
    name: "run",
    from: "/history",
    open: (page) => page.locator('a[href^="/history/"]:visible').first().click(),
    shows: (page) => expect(card(page, "Summary")).toContainText("Completed"),
  },
  {
    name: "scheduler",
    from: "/",
    open: (page) => page.getByRole("banner").getByRole("link", { name: "Scheduler" }).click(),
    shows: (page) => expect(page.getByRole("switch", { name: "Run syncs on schedule" })).toBeVisible(),
  },
  {
    name: "data check",
    from: "/",
    open: (page) => page.getByRole("banner").getByRole("link", { name: "Data check" }).click(),
    shows: (page) => expect(page.getByRole("button", { name: "Compare now" })).toBeVisible(),
  },
];

/** The whole REST API except the event stream. */
const REST = /\/api\/(?!events)/;

const PHONE = devices["Pixel 7"].viewport;

for (const [index, { name, fail, says }] of FAILURES.entries()) {
  test(`every page shows the error and can be retried: ${name}`, async ({ page, server }) => {
    test.slow();
    await sync(server);
    for (const { name, from, open, shows } of PAGES) {
      await test.step(name, async () => {
        await openLive(page, `${server.url}${from}`);
        await page.route(REST, fail);
        await open(page);
        const alert = page.getByRole("main").getByRole("alert").first();
        for (const words of says) await expect(alert).toContainText(words);
        // The errors look alike, so only the first is checked closely.
        if (index === 0) {
          await expectAccessible(page);
          const desktop = page.viewportSize();
          await page.setViewportSize(PHONE);
          await expectNoSidewaysScroll(page);
          if (desktop) await page.setViewportSize(desktop);
        }

        await page.unroute(REST);
        const again = page.getByRole("button", { name: "Try again" });
        await expect(async () => {
          if (await again.first().isVisible()) await again.first().click();
          await expect(again).toHaveCount(0, { timeout: 500 });
        }).toPass();
        await expect(alert).toBeHidden();
        await shows(page);
      });
    }
  });
}

test("a button shows that its call failed, and works again", async ({ page, ownServer }) => {
  await openLive(page, ownServer.url);
  const control = card(page, "Sync");
  const [gone] = FAILURES;
  await page.route("**/api/sync/start", gone.fail);
  await control.getByRole("button", { name: "Start sync" }).click();
  for (const words of gone.says) await expect(control.getByRole("alert")).toContainText(words);
  await page.unroute("**/api/sync/start");
  await control.getByRole("button", { name: "Start sync" }).click();
  await expect(card(page, "Last sync")).toContainText("Completed", { timeout: 30_000 });
  await expect(control.getByRole("alert")).toBeHidden();
});

/** Counts the page's requests for the progress. */
function countPolls(page: Page): () => number {
  let polls = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/sync/progress")) polls += 1;
  });
  return () => polls;
}

/** Opens the dashboard without an event stream, with a clock that the test controls. */
async function openWithoutStream(page: Page, server: Server): Promise<void> {
  await page.clock.install();
  await page.route("**/api/events", (route) => route.fulfill({ status: 503, body: "" }));
  await page.goto(server.url);
  await expect(page.getByTitle("Live updates interrupted. Checking every 5 seconds.")).toBeVisible();
  await page.clock.pauseAt(new Date(await page.evaluate(() => Date.now() + 1_000)));
}

test("without the event stream the page polls every five seconds", async ({ page, ownServer }) => {
  await openWithoutStream(page, ownServer);
  const polls = countPolls(page);
  await expect(card(page, "Last sync")).toContainText("No sync has run yet");
  await sync(ownServer);
  const before = polls();
  for (let round = 1; round <= 3; round += 1) {
    await page.clock.runFor(5_000);
    await expect.poll(polls).toBe(before + round);
  }
  await expect(card(page, "Last sync")).toContainText("Completed");

  // Once the stream is back, the page uses it and stops polling.
  await page.unroute("**/api/events");
  await page.clock.runFor(5_000);
  await expect(page.getByTitle("Changes appear immediately.")).toBeVisible();
  const settled = polls();
  await page.clock.runFor(20_000);
  expect(polls()).toBe(settled);
});

test("a page reports that the server is down, and shows the missed runs once it is back", async ({
  page,
  ownServer,
}) => {
  await openWithoutStream(page, ownServer);
  await page.route(REST, (route) => route.abort("connectionrefused"));
  await page.clock.runFor(5_000);
  const stale = page.getByTitle("The server is not responding. This page may be out of date.");
  await expect(stale).toBeVisible();
  await page.clock.runFor(5_000);
  await expect(stale).toBeVisible();

  await sync(ownServer);
  await page.unroute(REST);
  await page.unroute("**/api/events");
  await page.clock.runFor(5_000);
  await expect(page.getByTitle("Changes appear immediately.")).toBeVisible();
  await expect(card(page, "Last sync")).toContainText("Completed");
});

/** What the dashboard says about a site that cannot be synced; `raw` is behind "Details". */
const PROBLEMS: { name: string; site: (jira: string) => Record<string, string>; title: string; remedy: string; raw: RegExp }[] = [
  {
    name: "the token is wrong",
    site: (url) => ({ name: "work", url, username: "demo@example.com", api_token: "wrong" }),
    title: "Jira rejected the API token for work",
    remedy: "Check the user name and the token",
    raw: /Jira does not accept the credentials/,
  },
  {
    name: "nothing listens at the address",
    site: () => ({ name: "work", url: "http://127.0.0.1:1", username: "demo@example.com", api_token: "demo" }),
    title: "Could not connect to work",
    remedy: "Check the URL, the network and the proxy.",
    raw: /refused/i,
  },
  {
    name: "the address is that of something else",
    site: (url) => ({ name: "work", url: `${url}/elsewhere`, username: "demo@example.com", api_token: "demo" }),
    title: "The URL of work is not a Jira site",
    remedy: "Correct the URL",
    raw: /serverInfo/,
  },
];

for (const { name, site, title, remedy, raw } of PROBLEMS) {
  test(`the dashboard says what is wrong and what to do: ${name}`, async ({ page, jira, serverWithSites }) => {
    test.slow();
    const server = await serverWithSites([site(jira.site.url)]);
    expect((await sync(server)).status).toBe("failed");
    await openLive(page, server.url);
    const notice = page.getByRole("status").filter({ hasText: title });
    await expect(notice).toContainText(remedy);
    const detail = notice.getByText(raw);
    await expect(detail).toBeHidden();
    await notice.getByText("Details").click();
    await expect(detail).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.screenshot({ path: test.info().outputPath("problem.png"), fullPage: true });
  });
}
