import { type TestInfo, expect, test as base } from "@playwright/test";
import { SampleJira } from "./sample-jira.js";
import { Server, type ServerOptions } from "./server.js";

export { expect };

type Fixtures = {
  /** A server of this test with the built-in sample Jira; it syncs only when a test starts a sync. */
  ownServer: Server;
  /** As `ownServer`, below the path /jira-sync. */
  serverBelowPath: Server;
  /** A server of this test with the built-in sample Jira and the default schedule. */
  scheduledServer: Server;
  /** A sample Jira of this test. */
  jira: SampleJira;
  /** A server of this test with `jira` as its site; it syncs only when a test starts a sync. */
  jiraServer: Server;
  /** A server without a site, with the default schedule. */
  emptyServer: Server;
  /** Starts a server of this test with these sites. */
  serverWithSites: (sites: Record<string, string>[]) => Promise<Server>;
  /** Whether responses of the REST API fail on purpose. */
  failingAnswers: boolean;
  cleanConsole: void;
};

type WorkerFixtures = {
  /** A server for the tests that change nothing but its history; scheduled syncs may happen at any time. */
  server: Server;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [({}, use) => provide({ scheduled: true }, use), { scope: "worker" }],
  ownServer: ({}, use, testInfo) => provide({}, use, testInfo),
  serverBelowPath: ({}, use, testInfo) => provide({ publicUrl: "http://localhost/jira-sync" }, use, testInfo),
  scheduledServer: ({}, use, testInfo) => provide({ scheduled: true }, use, testInfo),
  jiraServer: ({ jira }, use, testInfo) => provide({ jira }, use, testInfo),

  emptyServer: ({}, use, testInfo) => provide({ sites: [], scheduled: true }, use, testInfo),

  serverWithSites: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (sites) => {
      const server = await Server.start({ sites });
      servers.push(server);
      return server;
    });
    for (const server of servers) await server.stop();
  },

  jira: async ({}, use) => {
    const jira = await SampleJira.start();
    await use(jira);
    await jira.stop();
  },

  failingAnswers: [false, { option: true }],

  // Chromium also reports violations of the content security policy as console errors.
  cleanConsole: [
    async ({ page, failingAnswers }, use) => {
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(`uncaught ${error}`));
      page.on("console", (message) => {
        const loading = message.text().startsWith("Failed to load resource");
        if (message.type() === "error" && !loading) faults.push(`console: ${message.text()}`);
      });
      page.on("response", (response) => {
        // A page that a test opens may be 404 on purpose; what pages load may not.
        const least = response.request().isNavigationRequest() ? 500 : 400;
        if (failingAnswers && new URL(response.url()).pathname.startsWith("/api/")) return;
        if (response.status() >= least) faults.push(`${response.status()} from ${response.url()}`);
      });
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

async function provide(options: ServerOptions, use: (server: Server) => Promise<void>, testInfo?: TestInfo) {
  const server = await Server.start(options);
  await use(server);
  if (testInfo && testInfo.status !== testInfo.expectedStatus) {
    await testInfo.attach("server log", { body: server.log(), contentType: "text/plain" });
  }
  await server.stop();
}
