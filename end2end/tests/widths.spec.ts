import { sync } from "../support/api.js";
import { expectAccessible, expectNoSidewaysScroll, openLive } from "../support/page.js";
import { expect, test } from "../support/test.js";

/** 320 is the width at which WCAG 1.4.10 asks for no sideways scrolling; 390 is that of a common phone. */
for (const width of [320, 390, 768]) {
  test(`every page fits a window of ${width} pixels, with the whole navigation in it`, async ({ page, server }) => {
    test.slow();
    await page.setViewportSize({ width, height: 800 });
    const { sync_id } = await sync(server);
    for (const path of ["/", "/history", `/history/${sync_id}`, "/verify", "/admin/scheduler", "/no-such-page"]) {
      await test.step(path, async () => {
        await openLive(page, `${server.url}${path}`);
        await expectNoSidewaysScroll(page);
        for (const link of await page.getByRole("navigation", { name: "Main" }).getByRole("link").all()) {
          await expect(link).toBeInViewport({ ratio: 1 });
        }
        await expectAccessible(page);
      });
    }
  });
}
