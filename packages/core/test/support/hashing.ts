import { createHmac } from "node:crypto";
import type { PseudonymKey } from "../../src/index.ts";
import { KEY } from "./recording.ts";

/** What a subject's pseudonym has to be, by node:crypto alone. */
export function subjectHash(id: string, key: PseudonymKey = KEY): string {
  return createHmac("sha256", key.secret).update(`subject:${id}`, "utf8").digest("hex");
}

/** What an item's pseudonym has to be, by node:crypto alone. */
export function itemHash(id: string, key: PseudonymKey = KEY): string {
  return createHmac("sha256", key.secret).update(`item:${id}`, "utf8").digest("hex").slice(0, 16);
}
