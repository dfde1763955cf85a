import { type TestInfo, expect, test as base } from "@playwright/test";
import { SampleJira } from "./sample-jira.js";
import { Server } from "./server.js";

export { expect };

type Fixtures = {
  /** A server that only this test uses, with the built-in sample Jira. */
  ownServer: Server;
  /** A server that only this test uses, and whose Jira is slow: a sync takes about ten seconds. */
  slowServer: Server;
  cleanConsole: void;
};

type WorkerFixtures = {
  /** The server that `page.goto("/")` opens where a test asks for no server of its own. */
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
    await attachLog(server, testInfo);
    await server.stop();
  },

  slowServer: async ({}, use, testInfo) => {
    const jira = await SampleJira.start({ projects: 4, issues: 250, latency: 150 });
    const server = await Server.start(jira);
    await use(server);
    await attachLog(server, testInfo);
    await server.stop();
    await jira.stop();
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

async function attachLog(server: Server, testInfo: TestInfo): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus) return;
  await testInfo.attach("server log", { body: server.log(), contentType: "text/plain" });
}
