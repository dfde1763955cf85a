import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

/** The distribution's own browser; Playwright's download is not used. */
const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium"].find((path) =>
  existsSync(path),
);

/** Specs whose subject is the same at any width; they run once, at desktop size. */
const ONCE = /(failures|live|scheduler-ticks|widths|without-script)\.spec\.ts/;

export default defineConfig({
  testDir: "tests",
  fullyParallel: false,
  workers: 2,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? "list" : [["list"], ["html", { open: "never" }]],
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    launchOptions: {
      executablePath: chromium,
      // Without a sandbox since containers and root have none. The rest keeps the browser from calling home.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", use: { ...devices["Desktop Chrome"] } },
    { name: "phone", use: { ...devices["Pixel 7"] }, testIgnore: ONCE },
  ],
});
