import type { BrowserContext, Page } from "@playwright/test";
import { sync } from "../support/api.js";
import { card, expectAccessible, expectNoSidewaysScroll, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

/** More than the six connections that a browser opens to one server over HTTP/1.1. */
const TABS = 8;

/** Counts the live streams that the context's pages have open. */
function countStreams(context: BrowserContext): () => number {
  let open = 0;
  const isStream = (url: string) => new URL(url).pathname.endsWith("/api/events");
  context.on("request", (request) => (open += isStream(request.url()) ? 1 : 0));
  for (const ended of ["requestfinished", "requestfailed"] as const) {
    context.on(ended as "requestfailed", (request) => (open -= isStream(request.url()) ? 1 : 0));
  }
  return () => open;
}

/** Opens tabs one after the other; `settle` is called with each before the next one opens. */
async function openTabs(
  context: BrowserContext,
  url: string,
  settle: (page: Page) => Promise<void> = async () => {},
): Promise<Page[]> {
  const pages: Page[] = [];
  for (let tab = 0; tab < TABS; tab += 1) {
    const page = await context.newPage();
    await openLive(page, url);
    await settle(page);
    pages.push(page);
  }
  return pages;
}

/** Takes the locks away that browsers have only in secure contexts. */
async function withoutLocks(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
}

/** Makes the page believe that its tab is hidden, or visible. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, hidden);
}

/** Collects the paths of the page's requests to the REST API, except the live stream. */
function collectRequests(page: Page): string[] {
  const paths: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/") && pathname !== "/api/events") paths.push(pathname);
  });
  return paths;
}

/** Waits until a stream that opens now has sent its first events. By then the page has handled those of its own. */
async function secondStreamHasBegun(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const stream = new EventSource("/api/events");
        stream.addEventListener("scheduler", () => {
          stream.close();
          setTimeout(resolve);
        });
      }),
  );
}

/** Collects what the page's announcer says. */
async function collectAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const announcer = document.querySelector(".announcer");
    if (!announcer) throw new Error("no announcer");
    new MutationObserver(() => said.push(announcer.textContent ?? "")).observe(announcer, {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

test("eight tabs share one stream, and all of them are live", async ({ context, jira, jiraServer }) => {
  test.slow();
  const streams = countStreams(context);
  const answers = await jira.holdIssues();
  const pages = await openTabs(context, jiraServer.url);
  expect(streams()).toBe(1);

  await pages[7].getByRole("link", { name: "History" }).first().click();
  await expect(pages[7].getByText("No runs yet")).toBeVisible();
  await pages[7].getByRole("banner").getByRole("link", { name: "Dashboard" }).click();

  const running = sync(jiraServer);
  for (const page of pages) await expect(card(page, "Sync").getByRole("progressbar").first()).toBeVisible();
  await answers.release();
  await running;
  for (const page of pages) await expect(card(page, "Last sync")).toContainText("Completed");

  // The tab that holds the stream closes; another one takes over.
  await pages[0].close();
  await expect.poll(streams).toBe(1);
  await sync(jiraServer);
  for (const page of pages.slice(1)) {
    await expect(page.getByTitle("Changes appear immediately.")).toBeVisible();
    await page.getByRole("link", { name: "History" }).first().click();
    await expect(page.getByRole("table").locator("tbody tr")).toHaveCount(2);
  }
});

test("without locks, as over plain HTTP, a hidden tab releases its connection", async ({ context, ownServer }) => {
  test.slow();
  const streams = countStreams(context);
  await withoutLocks(context);
  let shown = 0;
  const pages = await openTabs(context, ownServer.url, async (page) => {
    shown += 1;
    expect(streams()).toBe(1);
    if (shown < TABS) {
      await setHidden(page, true);
      await expect.poll(streams).toBe(0);
    }
  });

  await sync(ownServer);
  await expect(card(pages[7], "Last sync")).toContainText("Completed");
  await expect(card(pages[0], "Last sync")).toContainText("No sync has run yet");
  await setHidden(pages[0], false);
  await expect(pages[0].getByTitle("Changes appear immediately.")).toBeVisible();
  await expect(card(pages[0], "Last sync")).toContainText("Completed");
  expect(streams()).toBe(2);
});

test("a tab that is hidden only for a moment keeps its stream", async ({ page, context, ownServer }) => {
  const streams = countStreams(context);
  await withoutLocks(context);
  let opened = 0;
  page.on("request", (request) => (opened += request.url().endsWith("/api/events") ? 1 : 0));
  await openLive(page, ownServer.url);
  const other = await context.newPage();
  await openLive(other, ownServer.url);
  await setHidden(page, true);
  await setHidden(page, false);
  await setHidden(other, true);
  await expect.poll(streams).toBe(1);
  expect(opened).toBe(1);
  await expect(page.getByTitle("Changes appear immediately.")).toBeVisible();
  await setHidden(page, true);
  await expect.poll(streams).toBe(0);
});

test("a page loads nothing that the server has rendered", async ({ page, server }) => {
  await sync(server);
  for (const path of ["/", "/admin/scheduler", "/history", "/verify"]) {
    await test.step(path, async () => {
      const requests = collectRequests(page);
      await openLive(page, `${server.url}${path}`);
      await secondStreamHasBegun(page);
      expect(requests).toEqual([]);
    });
  }
});

test("a run that starts reloads each part of the dashboard once", async ({ page, ownServer }) => {
  await sync(ownServer);
  await openLive(page, ownServer.url);
  const requests = collectRequests(page);
  await sync(ownServer);
  await expect(card(page, "Last sync")).toContainText("Completed");
  await expect.poll(() => requests.filter((path) => path.endsWith("/status/system")).length).toBeLessThanOrEqual(2);
});

test("an outage is one banner, announced once, with the time of the data", async ({ page, ownServer }) => {
  test.slow();
  await sync(ownServer);
  await openLive(page, ownServer.url);
  await expect(page.getByText("Healthy")).toBeVisible();
  const said = await collectAnnouncements(page);
  const colour = () => page.getByText("Healthy").evaluate((badge) => getComputedStyle(badge).color);
  const healthy = await colour();
  const chip: string[] = [];
  await page.exposeFunction("chipIs", (text: string) => chip.push(text));
  await page.evaluate(() => {
    const word = document.querySelector(".live-word");
    const report = (window as unknown as { chipIs: (text: string) => void }).chipIs;
    if (word) new MutationObserver(() => report(word.textContent ?? "")).observe(word, { characterData: true, childList: true, subtree: true });
  });

  await ownServer.pause();
  const banner = page.getByRole("main").locator(".outage");
  await expect(banner).toContainText(/^Cannot reach jira-sync\. Showing data from \d\d:\d\d\.Retry$/, { timeout: 20_000 });
  expect(await colour()).not.toBe(healthy);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await banner.getByRole("button", { name: "Retry" }).click();
  await page.getByRole("link", { name: "Scheduler" }).click();
  await expect(page.getByRole("main").getByText("Check that it is running, then try again.").first()).toBeVisible();
  const requests = collectRequests(page);
  const polls = () => requests.filter((path) => path === "/api/sync/progress").length;
  await expect.poll(polls, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
  await expect(banner).toBeVisible();
  expect(chip).toEqual(["Reconnecting", "Stale"]);
  expect(await said()).toEqual([expect.stringMatching(/^Cannot reach jira-sync\. Showing data from \d\d:\d\d\.$/)]);

  await ownServer.resume();
  await expect(banner).toBeHidden({ timeout: 20_000 });
  await expect(page.getByTitle("Changes appear immediately.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expect(page.getByRole("switch", { name: "Run syncs on schedule" })).toBeVisible();
  expect((await said()).at(-1)).toBe("Connected to jira-sync again.");
  expect(chip.at(-1)).toBe("Live");
});

test("after a restart nothing keeps its error", async ({ page, ownServer }) => {
  await openLive(page, ownServer.url);
  const failing = /\/api\/scheduler\/(slots|upcoming)/;
  await page.route(failing, (route) => route.abort("connectionrefused"));
  await page.getByRole("link", { name: "Scheduler", exact: true }).click();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(2);
  await page.unroute(failing);
  await ownServer.pause();
  await ownServer.resume();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0, { timeout: 20_000 });
  await expect(card(page, "Schedule log")).toContainText("No scheduled syncs yet");
  await expect(page.locator(".outage")).toHaveCount(0);
});

test("the start and the end of a sync are announced once", async ({ page, ownServer }) => {
  await openLive(page, ownServer.url);
  const said = await collectAnnouncements(page);
  await sync(ownServer);
  await expect(card(page, "Last sync")).toContainText("Completed");
  expect(await said()).toEqual(["Sync started", "Sync completed"]);
});

test("a link moves the focus to the heading of the new page", async ({ page, server }) => {
  await openLive(page, server.url);
  for (const name of ["History", "Data check", "Scheduler", "Dashboard"]) {
    await page.getByRole("banner").getByRole("link", { name }).press("Enter");
    await expect(page.getByRole("heading", { level: 1, name })).toBeFocused();
    await expect(page).toHaveTitle(`${name} · jira-sync`);
  }
});

test("the clock is right although the browser's is wrong", async ({ page, server }) => {
  await sync(server);
  const actual = Date.now();
  await page.clock.install({ time: actual - 3_600_000 });
  await openLive(page, server.url);
  await page.clock.runFor(2_000);
  await expect(card(page, "Last sync").locator("time").first()).toHaveText(/^(just now|\d+ s ago|\d min( \d+ s)? ago)$/);
});
