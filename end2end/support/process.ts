import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** `script/test` uses a copy in an empty folder, so that it can only serve its embedded files. */
const binary = path.resolve(process.env.JIRA_SYNC_BIN ?? path.join(root, "target/debug/jira-sync"));

/** Milliseconds within which a started program must print its address. */
const START_LIMIT = 30_000;
/** Milliseconds within which it must end after SIGTERM. */
const STOP_LIMIT = 10_000;

/** A running `jira-sync` that has printed where it listens. */
export class Process {
  private constructor(
    /** Where it listens, without a slash at the end. */
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly output: string[],
  ) {}

  /**
   * Starts `jira-sync ARGS` with these settings and no others, and waits until `who` "listens on" an address:
   * `serve --demo` prints that of its sample Jira as well.
   */
  static async start(who: string, args: string[], settings: Record<string, string> = {}): Promise<Process> {
    const { PATH, HOME } = process.env;
    const child = spawn(binary, args, {
      cwd: path.dirname(binary),
      env: { PATH, HOME, RUST_BACKTRACE: "1", ...settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: string[] = [];
    const listens = new RegExp(`${who} listens on (http://[^\\s/]+)`);
    const url = await new Promise<string>((resolve, reject) => {
      const failed = (why: string) => {
        child.kill();
        reject(new Error(`jira-sync ${args.join(" ")} ${why}:\n${output.join("")}`));
      };
      const limit = setTimeout(() => failed(`printed no address within ${START_LIMIT} ms`), START_LIMIT);
      const read = (chunk: Buffer) => {
        output.push(chunk.toString());
        const address = listens.exec(output.join(""));
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
    return new Process(url, child, output);
  }

  /** Everything it has printed. */
  log(): string {
    return this.output.join("");
  }

  /** Stops it as a service manager would: SIGTERM, then SIGKILL. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    const force = setTimeout(() => this.child.kill("SIGKILL"), STOP_LIMIT);
    await ended;
    clearTimeout(force);
  }
}

