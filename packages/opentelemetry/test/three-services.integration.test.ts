import { expect } from "vitest";
import { type Postgres, startPostgres } from "./support/postgres.ts";
import { type ServiceProcess, startService } from "./support/service-process.ts";
import { type Site, test } from "./support/site.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

const DECISIONS = `
  SELECT service, toString(id) AS id, toString(parent) AS parent, parent_via AS via, lower(hex(trace_id)) AS trace,
    arrayMap(span -> (span.source, span.system, span.operation), spans) AS calls, input_faults AS faults
  FROM decisions ORDER BY service`;
const REMOTE_CALLS = `
  SELECT service, toString(decision) AS decision, outlet, toUInt32(hop) AS hop, lower(hex(trace_id)) AS trace, protocol,
    outcome, features_span AS features, arrayMap(span -> (span.source, span.system, span.operation), spans) AS calls,
    input_faults AS faults
  FROM remote_calls ORDER BY hop, service`;

interface Decision {
  readonly id: string;
}

/** Three services that know nothing of Probity, each asking the next, the last one a database. */
async function threeServices(
  site: Site,
  postgres: Postgres,
  rankerRoute: string,
): Promise<readonly [ServiceProcess, ServiceProcess, ServiceProcess]> {
  const start = async (
    service: string,
    route: string,
    env: Record<string, string>,
  ): Promise<ServiceProcess> => {
    const script = service === "ranker" ? "plain/by-require.cjs" : "plain/by-import.mjs";
    return startService(script, { env: { ...(await site.configure(service, route)), ...env } });
  };
  const features = await start("features", "/none", { POSTGRES: postgres.url });
  const ranker = await start("ranker", rankerRoute, { NEXT_BY_HTTP: features.url });
  const gateway = await start("gateway", "/feed", { NEXT: ranker.url });
  return [gateway, ranker, features];
}

async function ask(
  services: readonly [ServiceProcess, ServiceProcess, ServiceProcess],
): Promise<string | null> {
  const headers = { "x-reader-id": "r1", traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` };
  const answer = await fetch(`${services[0].url}/feed`, { headers });
  expect(await answer.json()).toEqual({ items: [{ isbn: "b1" }, { isbn: "b2" }] });
  for (const service of services) expect(await service.stop()).toBe("");
  return answer.headers.get("probity-decision-id");
}

const asksNext = [["", "http", "GET"]];
const asksPostgres = [["profile", "postgresql", "SELECT"]];

test("a decision of a gateway goes on through a ranker that decides itself, to what a third service reads", async ({
  site,
}) => {
  await using postgres = await startPostgres();
  const services = await threeServices(site, postgres, "/feed");
  const gateway = await ask(services);
  const decisions = await site.rows<Decision>(DECISIONS);
  const ranker = decisions[1]?.id;
  const common = { trace: TRACE_ID, faults: [] };
  expect(decisions).toEqual([
    { ...common, service: "gateway", id: gateway, parent: NOBODY, via: "none", calls: asksNext },
    { ...common, service: "ranker", id: ranker, parent: gateway, via: "baggage", calls: asksNext },
  ]);
  expect(await site.rows(REMOTE_CALLS)).toEqual([
    {
      ...common,
      service: "features",
      decision: ranker,
      outlet: "home",
      hop: 1,
      protocol: "http",
      outcome: "delivered",
      features: [0],
      calls: asksPostgres,
    },
  ]);

  const path = await site.path(gateway ?? "");
  const believed = { isBorneOut: true, shiftMs: 0 };
  expect(path).toMatchObject({
    decision: { service: "gateway" },
    children: [
      {
        decision: { service: "ranker" },
        claim: believed,
        remoteCalls: [{ call: { service: "features" }, claim: believed, sources: [{ source: "profile" }] }],
      },
    ],
    isComplete: true,
  });
});

test("a decision of a gateway goes on through a ranker that decides nothing, in order", async ({ site }) => {
  await using postgres = await startPostgres();
  const services = await threeServices(site, postgres, "/none");
  const gateway = await ask(services);
  expect(await site.rows(DECISIONS)).toMatchObject([{ service: "gateway", id: gateway, trace: TRACE_ID }]);
  const remote = { decision: gateway, outlet: "home", trace: TRACE_ID, faults: [] };
  expect(await site.rows(REMOTE_CALLS)).toMatchObject([
    { ...remote, service: "ranker", hop: 1, features: [], calls: asksNext },
    { ...remote, service: "features", hop: 2, features: [0], calls: asksPostgres },
  ]);
});

const NOBODY = "00000000-0000-0000-0000-000000000000";
