import { BlockList, isIPv4, isIPv6 } from "node:net";
import { wildcard } from "./wildcard.ts";

/** How decisions go on across services, in W3C baggage. */
export interface Propagation {
  /** Requests whose baggage names a decision are recorded as a part of it. */
  readonly accept: boolean;
  /**
   * Hosts that are told which decision a request is for, in any case; `*` stands for any run of characters, the word
   * `private` for all hosts of one's own network, as {@link hostFilter} knows them.
   */
  readonly sendTo: readonly string[];
}

/**
 * Whether a host is one of `sendTo`. `private` are loopback and private addresses (RFC 1918, RFC 4193), names without a
 * dot, and names under the domains that nobody can register: `internal`, `local`, `localhost`, `home.arpa`, and `svc`
 * of Kubernetes. A port, the brackets of an IPv6 address and the dot at the end of a name make no difference.
 */
export function hostFilter(sendTo: readonly string[]): (host: string) => boolean {
  const filters = sendTo.map((entry) => (entry === "private" ? isPrivate : wildcard(entry)));
  return (host) => {
    const name = nameOf(host);
    return name !== "" && filters.some((isLike) => isLike(name));
  };
}

const PRIVATE_DOMAINS: readonly string[] = [".internal", ".local", ".localhost", ".home.arpa", ".svc"];

const privateAddresses: BlockList = new BlockList();
privateAddresses.addSubnet("127.0.0.0", 8, "ipv4");
privateAddresses.addSubnet("10.0.0.0", 8, "ipv4");
privateAddresses.addSubnet("172.16.0.0", 12, "ipv4");
privateAddresses.addSubnet("192.168.0.0", 16, "ipv4");
privateAddresses.addAddress("::1", "ipv6");
privateAddresses.addSubnet("fc00::", 7, "ipv6");

function isPrivate(name: string): boolean {
  if (isIPv4(name)) return privateAddresses.check(name, "ipv4");
  if (isIPv6(name)) return privateAddresses.check(name, "ipv6");
  return !name.includes(".") || PRIVATE_DOMAINS.some((domain) => name.endsWith(domain));
}

/** `Ranker.Example.:8080` is `ranker.example`, `[::1]:80` is `::1`. */
function nameOf(host: string): string {
  const [, address] = /^\[([^\]]*)\](?::\d*)?$/.exec(host) ?? [];
  if (address !== undefined) return address.toLowerCase();
  if (isIPv6(host)) return host.toLowerCase();
  return host.replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();
}
