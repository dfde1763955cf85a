import { Process } from "./process.js";

/** A sample Jira beside the server, to choose its size and its speed. */
export class SampleJira {
  private constructor(private readonly process: Process) {}

  /** `issues` are for each project; every answer takes `latency` milliseconds. */
  static async start(options: { projects: number; issues: number; latency: number }): Promise<SampleJira> {
    const { projects, issues, latency } = options;
    const args = ["--projects", projects, "--issues", issues, "--latency-ms", latency].map(String);
    return new SampleJira(await Process.start("sample Jira", ["demo-jira", "--listen", "127.0.0.1:0", ...args]));
  }

  /** An entry of `JIRA_INSTANCES`. */
  get site() {
    return { name: "sample", url: this.process.url, username: "demo@example.com", api_token: "demo", type: "cloud" };
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}
