import { Process } from "./process.js";

/** Responses that are held until a test releases them. */
export type Hold = { next(): Promise<void>; release(): Promise<void> };

/** A separate sample Jira, whose responses a test can hold or make fail. */
export class SampleJira {
  private constructor(private readonly process: Process) {}

  /** 4 projects of 250 issues. */
  static async start(): Promise<SampleJira> {
    const args = ["demo-jira", "--listen", "127.0.0.1:0", "--projects", "4", "--issues", "250"];
    return new SampleJira(await Process.start("sample Jira", args));
  }

  /** An entry of `JIRA_INSTANCES`. */
  get site() {
    return { name: "sample", url: this.process.url, username: "demo@example.com", api_token: "demo", type: "cloud" };
  }

  /** Holds every response with issues, so that a sync stays active. */
  async holdIssues(): Promise<Hold> {
    return this.hold("/rest/api/3/issue/bulkfetch");
  }

  /** Holds the feeds of worklogs, which a sync reads once its projects are done. */
  async holdWorklogs(): Promise<Hold> {
    return this.hold("/rest/api/3/worklog");
  }

  private async hold(path: string): Promise<Hold> {
    const { id } = (await this.control("POST", "holds", { path })) as { id: number };
    return {
      next: async () => void (await this.control("DELETE", `holds/${id}/next`)),
      release: async () => void (await this.control("DELETE", `holds/${id}`)),
    };
  }

  /** Makes the first project fail from now on; returns its key. */
  async failFirstProject(): Promise<string> {
    const { projects } = (await this.control("GET", "truth")) as { projects: { key: string }[] };
    await this.control("PUT", `projects/${projects[0].key}`, { failing: true });
    return projects[0].key;
  }

  /** Deletes the first issues of the first project; returns its key. */
  async deleteIssues(count: number): Promise<string> {
    const { projects } = (await this.control("GET", "truth")) as { projects: { key: string }[] };
    const { key } = projects[0];
    const first = `truth/issues?project=${key}&limit=${count}`;
    const { issues } = (await this.control("GET", first)) as { issues: { key: string }[] };
    for (const issue of issues) await this.control("DELETE", `issues/${issue.key}`);
    return key;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  private async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.process.url}/__control/${path}`, {
      method,
      headers: body ? { "content-type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
