import { AxeBuilder } from "@axe-core/playwright";
import { type Locator, type Page, expect } from "@playwright/test";

/** Opens a page and waits until it is hydrated and receives the live stream. */
export async function openLive(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByTitle("Changes appear immediately.")).toBeVisible();
}

/** The card with that title. */
export function card(page: Page, title: string): Locator {
  return page.getByRole("region", { name: title, exact: true });
}

/** Asserts that axe finds no violation on the current page. */
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
