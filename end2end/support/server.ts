import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = process.env.JIRA_SYNC_BIN ?? path.join(root, "target/debug/jira-sync");

/** Milliseconds until a started server must have said its address. */
const START_LIMIT = 30_000;

/** A jira-sync of its own with the sample Jira, an empty database and no saved settings. */
export class Server {
  private constructor(
    /** Where it listens, without a slash at the end. */
    readonly url: string,
    /** Holds its database and its settings; gone after `stop`. */
    readonly folder: string,
    private readonly process: ChildProcess,
    private readonly output: string[],
  ) {}

  /** Starts on a free port. `args` go to `jira-sync serve --demo`. */
  static async start(args: string[] = []): Promise<Server> {
    const folder = await mkdtemp(path.join(tmpdir(), "jira-sync-end2end-"));
    const server = await Server.run(folder, args);
    return server;
  }

  /** Everything the server has printed. */
  log(): string {
    return this.output.join("");
  }

  /** Ends the server as a service manager would, and starts it again on the same data. */
  async restart(args: string[] = []): Promise<Server> {
    await this.end();
    return Server.run(this.folder, args);
  }

  /** Ends the server and removes its data. */
  async stop(): Promise<void> {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  private static async run(folder: string, args: string[]): Promise<Server> {
    const child = spawn(binary, ["serve", "--demo", ...args], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        RUST_BACKTRACE: "1",
        JIRA_SYNC_LISTEN: "127.0.0.1:0",
        JIRA_SYNC_CONFIG_DIR: path.join(folder, "config"),
        DATABASE_URL: `sqlite://${path.join(folder, "jira-sync.db")}`,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: string[] = [];
    const url = await new Promise<string>((resolve, reject) => {
      const failed = (why: string) => reject(new Error(`${binary} ${why}:\n${output.join("")}`));
      const limit = setTimeout(() => failed(`said no address within ${START_LIMIT} ms`), START_LIMIT);
      const read = (chunk: Buffer) => {
        output.push(chunk.toString());
        const address = /jira-sync listens on (http:\/\/[^\s/]+)/.exec(output.join(""));
        if (address) {
          clearTimeout(limit);
          resolve(address[1]);
        }
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.on("error", (error) => failed(`did not start (${error.message})`));
      child.on("exit", (code) => failed(`ended with status ${code}`));
    });
    return new Server(url, folder, child, output);
  }

  private async end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await ended;
  }
}
