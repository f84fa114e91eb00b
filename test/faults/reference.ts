import { ask, type Call } from "./answer.ts";
import { Service, type ServiceOptions } from "./service.ts";

/** What every call is answered with by a service without a probe. */
export interface Reference {
  readonly calls: readonly Call[];
  /** The answer's essence; calls by `keyOf`. */
  readonly answers: ReadonlyMap<string, string>;
}

export function keyOf({ path, reader }: Call): string {
  return `${path} as ${reader ?? "nobody"}`;
}

/** What people did to the rankings before the readers came, so that there are decisions with interventions. */
const INTERVENTIONS = [
  { kind: "pin", surface: "feed", position: 2, approver: "lead", ticket: "T-1" },
  { kind: "demote", surface: "hot", factor: 0.1 },
];

const READERS_WHO_ASK = 60;

/** Starts the example without a probe, asks for everything once, and keeps the answers. Loads the data on the way. */
export async function takeReference(options: Omit<ServiceOptions, "probity">): Promise<Reference> {
  const service = new Service(options);
  const url = await service.listens();
  if (url === undefined) throw new Error("the service without a probe was ended");
  try {
    const books = await firstBooks(url);
    for (const [at, intervention] of INTERVENTIONS.entries())
      await intervene(url, { ...intervention, isbn: books[at] });
    const calls = callsOf();
    const answers = new Map<string, string>();
    for (const call of calls) answers.set(keyOf(call), (await ask(url, call, "")).essence);
    return { calls, answers };
  } finally {
    await service.kill();
  }
}

function callsOf(): Call[] {
  const readers = Array.from({ length: READERS_WHO_ASK }, (_, at) => String(at + 1));
  const words = ["the", "garden", "night", "house", "river"];
  return [
    ...readers.flatMap((reader, at) => [
      { path: "/feed", reader },
      { path: "/hot", reader },
      { path: `/search?q=${words[at % words.length] ?? ""}`, reader },
    ]),
    // No route that ranks: recorded as a part of the decision that another service names.
    ...readers.slice(0, 20).map((reader) => ({ path: "/profiles/1", reader, isRemote: true })),
    // Mistakes are decisions too, and their answers are as much the service's own.
    { path: "/feed", reader: undefined },
    { path: "/feed", reader: "999999" },
    { path: "/search?q=", reader: "1" },
  ];
}

async function firstBooks(url: string): Promise<string[]> {
  const response = await fetch(`${url}/hot`, { headers: { "x-reader-id": "1" } });
  const { items } = (await response.json()) as { items: { isbn: string }[] };
  return items.slice(5, 5 + INTERVENTIONS.length).map(({ isbn }) => isbn);
}

async function intervene(url: string, body: object): Promise<void> {
  const response = await fetch(`${url}/admin/interventions`, {
    method: "POST",
    headers: { "x-operator": "op-1", "content-type": "application/json" },
    // Valid since long ago: the harness steps clocks back.
    body: JSON.stringify({ ...body, reason: "fault harness", validFrom: "2020-01-01T00:00:00Z" }),
  });
  if (response.status !== 201)
    throw new Error(`the service refused an intervention: ${await response.text()}`);
}
