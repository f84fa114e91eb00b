import { type Caller, timeOfDecisionId } from "@probity/core";

/** The W3C Baggage specification has every tool carry as much; what is more is nobody's that we know. */
const MOST_BYTES = 8192;
const MOST_MEMBERS = 180;

/** How far a decision may lie from now: nothing waits a day for its answer, and clocks are not that wrong. */
const DAY_MS = 24 * 60 * 60 * 1000;

const MOST_OUTLET = 256;
const MOST_HOPS = 255;

/** The members that are ours. */
const KEYS = { decision: "probity.decision", outlet: "probity.outlet", hop: "probity.hop" } as const;

/** What a baggage says of a caller: nothing, something that can't be believed, or who it is. */
export type Claim = Caller | "none" | "refused";

/**
 * Reads from a `baggage` header (W3C Baggage) whose decision a request is a part of. Undefined without one, and for one
 * that is not exactly as {@link writeCaller} makes it: two headers, too large a one, a member of ours that is there twice
 * or badly encoded, a decision of another day than `now` (milliseconds since the epoch). Members of others are not looked
 * at. Never throws. It is a claim: anybody may send it.
 */
export function readCaller(header: unknown, now: number): Caller | undefined {
  const claim = readClaim(header, now);
  return typeof claim === "string" ? undefined : claim;
}

/**
 * The members of a `baggage` header that name a caller to the service that is asked. `hop` is what that service is to
 * record: 1 where the decision is this process's own, one more than it came with where it is passed on.
 */
export function writeCaller({ decision, outlet, hop }: Caller): string {
  const members = [`${KEYS.decision}=${decision}`];
  // What can't be carried is left out: that costs the outlet, and not the path.
  if (isOutlet(outlet) && outlet !== "") members.push(`${KEYS.outlet}=${encodeURIComponent(outlet)}`);
  members.push(`${KEYS.hop}=${hop}`);
  return members.join(",");
}

/** Like {@link readCaller}, and tells no claim from one that is refused. Takes one header, or a list of them. */
export function readClaim(header: unknown, now: number): Claim {
  const headers: readonly unknown[] = Array.isArray(header) ? header : [header];
  if (!headers.some((each) => typeof each === "string" && each.includes("probity."))) return "none";
  const [only, ...more] = headers;
  return typeof only === "string" && more.length === 0 ? claimIn(only, now) : "refused";
}

function claimIn(header: string, now: number): Claim {
  // Node gives a header's bytes one by one.
  if (header.length > MOST_BYTES) return "refused";
  const members = header.split(",");
  if (members.length > MOST_MEMBERS) return "refused";
  const ours: Map<string, string | undefined> = new Map();
  for (const member of members) {
    const [pair = ""] = member.split(";", 1); // properties are not ours
    const equals = pair.indexOf("=");
    const key = withoutSpace(equals === -1 ? pair : pair.slice(0, equals));
    if (!OURS.has(key)) continue;
    if (ours.has(key) || equals === -1) return "refused";
    ours.set(key, decoded(withoutSpace(pair.slice(equals + 1))));
  }
  return ours.size === 0 ? "none" : (callerOf(ours, now) ?? "refused");
}

const OURS: ReadonlySet<string> = new Set(Object.values(KEYS));

function callerOf(ours: ReadonlyMap<string, string | undefined>, now: number): Caller | undefined {
  const decision = ours.get(KEYS.decision) ?? "";
  const outlet = ours.has(KEYS.outlet) ? ours.get(KEYS.outlet) : "";
  const hop = ours.get(KEYS.hop) ?? "";
  const time = timeOfDecisionId(decision);
  if (time === undefined || !(Math.abs(now - time) <= DAY_MS)) return undefined;
  if (outlet === undefined || !isOutlet(outlet)) return undefined;
  return /^[1-9]\d{0,2}$/.test(hop) && Number(hop) <= MOST_HOPS
    ? { decision, outlet, hop: Number(hop) }
    : undefined;
}

/** A value percent-decoded; undefined where it is no value of baggage, or its encoding is broken. */
function decoded(value: string): string | undefined {
  if (!/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(value)) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

// It is shown to people: on terminals, too.
function isOutlet(text: string): boolean {
  return text.length <= MOST_OUTLET && text.isWellFormed() && !/\p{Cc}/u.test(text);
}

/** Without the optional whitespace of HTTP at both ends. */
function withoutSpace(text: string): string {
  return text.replace(/^[ \t]+/, "").replace(/[ \t]+$/, "");
}
