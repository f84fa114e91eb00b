import type { ServerResponse } from "node:http";

const JSON_TYPE = /^(?:application|text)\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** Whether an answer says of itself that it is JSON. */
export function isJsonAnswer(res: ServerResponse): boolean {
  return JSON_TYPE.test(String(res.getHeader("content-type") ?? typeInHead(res)));
}

// Headers that are only ever given to `writeHead` are nowhere but in the head that went out.
function typeInHead(res: ServerResponse): string | undefined {
  const head: unknown = Reflect.get(res, "_header");
  return typeof head === "string" ? /^content-type:[ \t]*(.*)$/im.exec(head)?.[1] : undefined;
}
