import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Process } from "./process.js";
import type { SampleJira } from "./sample-jira.js";

export type ServerOptions = {
  /** Its only site; the built-in sample Jira when left out. */
  jira?: SampleJira;
  /** Its sites, as in `JIRA_INSTANCES`, instead; empty: a first start without a site. */
  sites?: Record<string, string>[];
  /** Whether the default schedule is on, whose syncs may happen at any time in a test. */
  scheduled?: boolean;
  /** The address for browsers; only its path counts here. */
  publicUrl?: string;
};

/** A separate jira-sync: an empty database, its own settings, a free port. */
export class Server {
  private constructor(
    private process: Process,
    private readonly settings: Record<string, string>,
    private readonly folder: string,
  ) {}

  static async start({ jira, sites, scheduled = false, publicUrl }: ServerOptions = {}): Promise<Server> {
    const folder = await mkdtemp(path.join(tmpdir(), "jira-sync-end2end-"));
    const config = path.join(folder, "config");
    if (!scheduled) {
      await mkdir(config);
      await writeFile(path.join(config, "sync_config.json"), '{"interval": 2, "enabled": false}');
    }
    const settings: Record<string, string> = {
      JIRA_SYNC_LISTEN: "127.0.0.1:0",
      JIRA_SYNC_CONFIG_DIR: config,
      DATABASE_URL: `sqlite://${path.join(folder, "jira-sync.db")}`,
    };
    if (publicUrl) settings.JIRA_SYNC_PUBLIC_URL = publicUrl;
    const instances = sites ?? (jira ? [jira.site] : undefined);
    if (instances) settings.JIRA_INSTANCES = JSON.stringify(instances);
    return new Server(await Server.run(settings), settings, folder);
  }

  /** Where it listens, without a slash at the end. Changes with `restart`. */
  get url(): string {
    return this.process.url;
  }

  /** Everything it has printed since its start. */
  log(): string {
    return this.process.log();
  }

  /** Stops and starts again on the same data. */
  async restart(): Promise<void> {
    await this.process.stop();
    this.process = await Server.run(this.settings);
  }

  /** Stops it until `resume`; it keeps its address. */
  async pause(): Promise<void> {
    this.settings.JIRA_SYNC_LISTEN = new URL(this.url).host;
    await this.process.stop();
  }

  /** Starts it again after `pause`. */
  async resume(): Promise<void> {
    this.process = await Server.run(this.settings);
  }

  /** Stops it and removes its data. */
  async stop(): Promise<void> {
    await this.process.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private static run(settings: Record<string, string>): Promise<Process> {
    const demo = settings.JIRA_INSTANCES ? [] : ["--demo"];
    return Process.start("jira-sync", ["serve", ...demo], settings);
  }
}
