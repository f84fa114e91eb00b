import { randomUUID } from "node:crypto";
import { type Agent, request } from "node:http";
import { buffer } from "node:stream/consumers";

/** A request that the load sends. The same call gets the same answer each time. */
export interface Call {
  readonly path: string;
  /** Who asks; none is a mistake that is answered as one. */
  readonly reader: string | undefined;
  /** It comes from another service, which says that it is for a decision of its own. @default false */
  readonly isRemote?: boolean;
}

/** What a client saw of an answer. */
export interface Answer {
  /** Everything that must not depend on whether there is a probe: status, headers and body. */
  readonly essence: string;
  readonly status: number;
  /** Id of the decision; `undefined` without a probe. */
  readonly decision: string | undefined;
  /** How far the decision had come when the answer went out, as the service says. */
  readonly stage: string;
}

/** Headers that differ from one answer to the next, or that the probe adds. */
const INCIDENTAL = /^(date|connection|keep-alive|probity-.*)$/i;

/** Sends a call and reads the whole of its answer. Rejects when the connection ends before. */
export async function ask(url: string, call: Call, id: string, agent?: Agent): Promise<Answer> {
  const { path, reader, isRemote = false } = call;
  const headers = {
    ...(id !== "" && { [isRemote ? "x-remote-id" : "x-request-id"]: id }),
    ...(reader !== undefined && { "x-reader-id": reader }),
    ...(isRemote && { baggage: `probity.decision=${decisionId(Date.now())},probity.hop=1` }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { headers, agent });
    sent.once("error", reject);
    sent.once("response", (incoming) => {
      buffer(incoming).then((body) => {
        const { statusCode: status = 0, rawHeaders } = incoming;
        resolve({
          essence: `${status}\n${essential(rawHeaders)}\n${body.toString("utf8")}`,
          status,
          decision: one(incoming.headers["probity-decision-id"]),
          stage: one(incoming.headers["probity-decision-stage"]) ?? "recorded",
        });
      }, reject);
    });
    sent.end();
  });
}

/** An id as a decision of this moment has it: UUIDv7. */
function decisionId(now: number): string {
  const time = now.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15, 18)}-${randomUUID().slice(19)}`;
}

function essential(rawHeaders: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = "", value = ""] = rawHeaders.slice(at, at + 2);
    if (!INCIDENTAL.test(name)) lines.push(`${name}: ${value}`);
  }
  return lines.join("\n");
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}
