import { CliError } from "../errors.ts";
import type { LocalClickHousePort, Ports } from "../ports.ts";

/** The optional package with the local server. Throws `NO_LOCAL_CLICKHOUSE`, with the command that installs it. */
export async function importLocal(ports: Ports): Promise<LocalClickHousePort> {
  try {
    return await ports.importLocalClickHouse();
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new CliError(
      "NO_LOCAL_CLICKHOUSE",
      "the local ClickHouse (548 MB) is a package of its own, which is not installed here:\n" +
        "  npm install --save-dev @probity/clickhouse-local\n" +
        "Or use a server of yours: probity migrate --url <url>",
      { cause },
    );
  }
}

// Of a package that lacks one of its own, the message names that one.
function isMissing(cause: unknown): boolean {
  if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "ERR_MODULE_NOT_FOUND") return false;
  return cause.message.includes("@probity/clickhouse-local'");
}
