import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "./app.ts";
import { postgresArgs } from "./app.ts";
import type { ExpectedCall, Load, LoadResult } from "./call.ts";
import { Child } from "./child.ts";
import type { Storage, Stored } from "./storage.ts";
import { configured, type Variant } from "./variants.ts";

/** CPU that a server has used, in microseconds. */
interface Usage {
  readonly process: number;
  /** Of the thread that serves; undefined where the system does not tell. */
  readonly mainThread?: number;
}

/** What a load came to, with what it cost the server. */
export interface Measured extends LoadResult {
  /** Microseconds of CPU for one request, of all threads. */
  readonly cpuUs: number;
  /** Of the thread that serves. */
  readonly mainThreadUs: number | undefined;
}

/** What became of the decisions of one server, when it has ended. */
export interface Ledger {
  /** Requests that were sent, and so decisions that there should be. */
  readonly sent: number;
  readonly stored: Stored;
  /** What the probe said when it closed. */
  readonly report: string;
}

/** One variant of an app at work: its server, its Postgres if it needs one. */
export class Stage {
  readonly variant: Variant;
  readonly #service: string;
  readonly #server: Child;
  readonly #url: string;
  readonly #postgres: Child | undefined;
  #sent = 0;

  private constructor(variant: Variant, service: string, server: Child, url: string, postgres?: Child) {
    this.variant = variant;
    this.#service = service;
    this.#server = server;
    this.#url = url;
    this.#postgres = postgres;
  }

  static async start(app: App, variant: Variant, storage: Storage, directory: string): Promise<Stage> {
    const service = `${app.name}-${variant.name}`;
    const path = (end: string): string => join(directory, `${service}${end}`);
    const postgres = app.hasPostgres ? new Child({ args: postgresArgs, log: path(".pg.log") }) : undefined;
    const store = await postgres?.says("answers at ");
    const file = variant.probe && path(".yaml");
    if (file !== undefined)
      await writeFile(file, configured(await app.configuration(), variant, service, path("-spool")));
    const isZeroCode = variant.probe?.isZeroCode === true;
    const env = {
      PORT: "0",
      ...storage.environment,
      ...(isZeroCode && file !== undefined && { PROBITY_CONFIG: file, PROBITY_REQUIRED: "1" }),
    };
    const preloads = (variant.preloads ?? []).flatMap((module) => ["--import", module]);
    const args = [...preloads, ...app.args(isZeroCode ? undefined : file, store)];
    const server = new Child({ args, env, log: path(".log") });
    const [url = ""] = (await server.says("answers at ")).split(" ");
    return new Stage(variant, service, server, url, postgres);
  }

  /** Asks each call once, by itself. Throws for one that is not answered with 200. */
  async expect(calls: App["calls"]): Promise<ExpectedCall[]> {
    const expected: ExpectedCall[] = [];
    for (const call of calls) {
      const response = await fetch(this.#url + call.path, { headers: call.headers });
      this.#sent += 1;
      if (!response.ok) throw new Error(`${this.#service} answered ${response.status} to ${call.path}`);
      expected.push({ ...call, body: await response.text() });
    }
    return expected;
  }

  /** Puts a load on it. */
  async measure(load: LoadWithoutUrl, loader: Child): Promise<Measured> {
    const before = await this.#server.ask<Usage>({});
    const result = await loader.ask<LoadResult>({ ...load, url: this.#url } satisfies Load);
    const after = await this.#server.ask<Usage>({});
    this.#sent += result.sent;
    const mainThread = difference(after.mainThread, before.mainThread);
    return {
      ...result,
      cpuUs: (after.process - before.process) / result.sent,
      mainThreadUs: mainThread === undefined ? undefined : mainThread / result.sent,
    };
  }

  /** Ends it as a deployment would, and looks up what is stored. */
  async drain(storage: Storage): Promise<Ledger> {
    await this.#server.end("SIGTERM");
    const { probe } = this.variant;
    const isToldOf = probe !== undefined && probe.isZeroCode !== true;
    const report = isToldOf ? await this.#server.says("probe closed: ") : "";
    await this.#postgres?.end("SIGKILL");
    return { sent: this.#sent, stored: await storage.of(this.#service), report };
  }

  /** Ends it at once. Safe to call at any time. */
  async kill(): Promise<void> {
    await this.#server.end("SIGKILL");
    await this.#postgres?.end("SIGKILL");
  }
}

/** A load for whichever server. */
export type LoadWithoutUrl =
  Omit<Extract<Load, { kind: "flat" }>, "url"> | Omit<Extract<Load, { kind: "paced" }>, "url">;

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}
