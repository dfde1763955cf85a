import { expect } from "@playwright/test";
import type { Server } from "./server.js";

/** The members of a run that the tests use. */
export type Run = {
  sync_id: string;
  status: string;
  sync_type: string;
  initiated_by: string;
  started_at: string;
  total_issues: number;
};

/** Calls the REST API as a user's script would. */
export async function get<T>(server: Server, path: string): Promise<T> {
  const response = await fetch(`${server.url}${path}`);
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

/** All runs, newest first. */
export async function history(server: Server, query = ""): Promise<Run[]> {
  return (await get<{ items: Run[] }>(server, `/api/sync/history${query}`)).items;
}

/** Runs a sync to its end and returns the run. Waits first for one that is already active. */
export async function sync(server: Server): Promise<Run> {
  let id: unknown = null;
  await expect(async () => {
    const response = await fetch(`${server.url}/api/sync/start`, { method: "POST" });
    const answer = (await response.json()) as Record<string, unknown>;
    expect(answer.success, String(answer.message)).toBe(true);
    id = answer.sync_id;
  }).toPass({ timeout: 60_000 });
  const run = () => get<Run>(server, `/api/sync/stats/${id}`);
  await expect.poll(async () => (await run()).status, { timeout: 60_000 }).not.toMatch(/running|stopping/);
  return run();
}

/** Compares the mirror with Jira and waits for the result. */
export async function compare(server: Server): Promise<void> {
  const response = await fetch(`${server.url}/api/drift/check`, { method: "POST" });
  expect(response.ok).toBe(true);
  const drift = () => get<{ checking: boolean }>(server, "/api/drift");
  await expect.poll(async () => (await drift()).checking, { timeout: 60_000 }).toBe(false);
}
