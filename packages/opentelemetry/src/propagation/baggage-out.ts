import { callerBelow, type Decision } from "@probity/core";
import { writeCaller } from "@probity/http";

/** The W3C Baggage specification has every tool carry as much; a header that is larger may be cut by anybody. */
const MOST_BYTES = 8192;
const MOST_MEMBERS = 64;

/** A member that is ours, whoever wrote it. */
const OURS = /^[ \t]*probity\.(?:decision|outlet|hop)[ \t]*(?:[=;]|$)/;

const members: WeakMap<Decision, string> = new WeakMap();

/**
 * The `baggage` of a request that is made within `decision`, given the one that it has: that one without members of ours,
 * which are of another request, and with those that name the decision. "full" where there is no room for them, undefined
 * where there is nothing to tell.
 */
export function baggageWithin(
  decision: Decision,
  existing: string,
): { readonly header: string } | "full" | undefined {
  const own = membersOf(decision);
  if (own === "") return undefined;
  const others = existing.split(",").filter((member) => member.trim() !== "" && !OURS.test(member));
  const header = [...others, own].join(",");
  const isFit = header.length <= MOST_BYTES && header.split(",").length <= MOST_MEMBERS;
  return isFit ? { header } : "full";
}

function membersOf(decision: Decision): string {
  const known = members.get(decision);
  if (known !== undefined) return known;
  const caller = callerBelow(decision);
  const own = caller ? writeCaller(caller) : "";
  members.set(decision, own);
  return own;
}
