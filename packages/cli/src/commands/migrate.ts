import { isClickHouseStoreError, type SchemaStatus } from "@probity/clickhouse";

import { defineCommand, type Command, type Surroundings } from "../command.ts";
import { json, store as storeParameters } from "../common-parameters.ts";
import { CliError } from "../errors.ts";
import type { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../json-text.ts";
import { flag, text } from "../parameters.ts";
import type { StorePort } from "../ports.ts";
import { resolveStore } from "../store-place.ts";

/** Brings the database's schema up to date. */
export const migrate: Command = defineCommand({
  name: "migrate",
  summary: "Create the tables, or bring them up to date",
  details:
    "Needs a user who may create tables, which the one of the configuration need not be: name it with --username, " +
    "and give its password in PROBITY_CLICKHOUSE_PASSWORD. Safe to run again, and from several places.",
  parameters: {
    ...storeParameters,
    cluster: text("--cluster <name>", "run everything ON CLUSTER of that name, with replicated tables"),
    dryRun: flag("--dry-run", "only say what would be applied"),
    json,
  },

  async run({ cluster, dryRun, json: asJson, ...place }, surroundings) {
    const options = await resolveStore(place, surroundings);
    const store = surroundings.ports.openStore(options);
    const target: Target = {
      store,
      where: `database ${options.database} at ${options.url}`,
      asJson,
      ...surroundings,
    };
    try {
      return dryRun ? await plan(target) : await apply(target, cluster);
    } catch (error) {
      if (!isClickHouseStoreError(error, "FORBIDDEN")) throw error;
      throw new CliError(
        "FORBIDDEN",
        `${error.message}\nGive a user who may with --username; its password in PROBITY_CLICKHOUSE_PASSWORD`,
        { cause: error },
      );
    } finally {
      await store.close();
    }
  },
});

interface Target extends Surroundings {
  readonly store: StorePort;
  readonly where: string;
  readonly asJson: boolean;
}

async function apply({ store, where, asJson, io }: Target, cluster: string | undefined): Promise<ExitCode> {
  const { applied, schema } = await store.migrate({
    cluster,
    onProgress: (file) => io.err(`applying ${file}\n`),
  });
  if (asJson) io.out(jsonLine({ applied, schema }));
  else if (applied.length === 0) io.out(`${where} is up to date, at migration ${schema}\n`);
  else
    io.out(
      `${where} is at migration ${schema} now\n${applied.map((file) => `  applied ${file}\n`).join("")}`,
    );
  return 0;
}

async function plan({ store, where, asJson, io }: Target): Promise<ExitCode> {
  const status = await store.status();
  if (!status.isReachable) throw status.error;
  const { schema } = status;
  if (schema.error) throw schema.error;
  const { state, applied, shipped } = schema;
  if (asJson) io.out(jsonLine({ state, applied, shipped }));
  else io.out(`${where} ${planText(schema)}\n`);
  return 0;
}

function planText({ state, applied, shipped }: SchemaStatus): string {
  if (state === "current") return `is up to date, at migration ${shipped}`;
  const range = applied + 1 === shipped ? `migration ${shipped}` : `migrations ${applied + 1} to ${shipped}`;
  return applied === 0
    ? `has no tables yet: would apply ${range}`
    : `is at migration ${applied}: would apply ${range}`;
}
