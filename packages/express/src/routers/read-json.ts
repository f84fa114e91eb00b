import type { StatusWord } from "@probity/control";
import type { Request } from "express";

/** What a body of JSON says, or why it is not taken. */
export type JsonBody = { readonly body: unknown } | { readonly status: number; readonly word: StatusWord };

/** Reads a body of JSON, or takes it from a body parser above. Rejects only where the client is gone. */
export async function readJson(req: Request, maxBodyBytes: number): Promise<JsonBody> {
  // A parser that had nothing to read left the stream alone.
  if (req.readableEnded) return { body: req.body as unknown };
  if (Number(req.headers["content-length"] ?? 0) > maxBodyBytes) return tooLarge(req);
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of req as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > maxBodyBytes) return tooLarge(req);
    pieces.push(piece);
  }
  if (size === 0) return { body: undefined };
  if (!isPlainJson(req)) return { status: 415, word: "UNSUPPORTED_TYPE" };
  return parsed(Buffer.concat(pieces));
}

// A form of another site can't send that without asking first.
function isPlainJson({ headers }: Request): boolean {
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = headers;
  return /^application\/json\s*(?:;|$)/i.test(type) && encoding === "identity";
}

function parsed(bytes: Buffer): JsonBody {
  try {
    return { body: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown };
  } catch {
    return { status: 400, word: "NOT_JSON" };
  }
}

// What is still to come is thrown away, so that the client gets to read the answer.
function tooLarge(req: Request): JsonBody {
  req.resume();
  return { status: 413, word: "TOO_LARGE" };
}
