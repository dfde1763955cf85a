import { AxeBuilder } from "@axe-core/playwright";
import { type Page, expect, test as base } from "@playwright/test";
import { Server } from "./server.js";

export { expect };

type Fixtures = {
  /** What `page` may not do without failing the test. */
  cleanConsole: void;
  /** A server that only this test uses. */
  ownServer: Server;
};

type WorkerFixtures = {
  /** The server that `page` opens: `page.goto("/")`. One for each worker. */
  server: Server;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],

  ownServer: async ({}, use, testInfo) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("server log", { body: server.log(), contentType: "text/plain" });
    }
  },

  baseURL: async ({ server }, use) => use(server.url),

  // A console error is also how Chromium reports a breach of the content security policy.
  cleanConsole: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(`uncaught ${error}`));
      page.on("console", (message) => {
        if (message.type() === "error") faults.push(`console: ${message.text()}`);
      });
      page.on("response", (response) => {
        if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`);
      });
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

/** Waits until the WASM has taken over the page, so that clicks reach it. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator("body")).toHaveAttribute("data-hydrated", "");
}

/** Asserts that axe finds nothing at all on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html) }));
  expect(found).toEqual([]);
}

/** Asserts that the page is no wider than its window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { content, view } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    view: document.documentElement.clientWidth,
  }));
  expect(content).toBeLessThanOrEqual(view);
}
