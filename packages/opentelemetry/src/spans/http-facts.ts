import { type CallPart, OPAQUE } from "./call-facts.ts";
import type { Patterns } from "./patterns.ts";
import * as semconv from "./semconv.ts";

export interface HttpFacts {
  readonly host: string;
  readonly port: number | undefined;
  readonly operation: string;
  readonly parts: readonly CallPart[];
}

/** What an HTTP request asks for. Its query is left: it may hold anything. */
export function httpFacts(attributes: semconv.SpanAttributes, patterns: Patterns): HttpFacts {
  const url = urlOf(semconv.textOf(attributes, semconv.HTTP_URL));
  const path = url?.pathname ?? withoutQuery(semconv.textOf(attributes, semconv.HTTP_PATH));
  const template = semconv.textOf(attributes, ["url.template"]);
  const method = semconv.textOf(attributes, semconv.HTTP_METHOD).toUpperCase();
  const port = semconv.numberOf(attributes, semconv.PORT) ?? (url?.port ? Number(url.port) : undefined);
  const isUsual = port === 80 || port === 443;
  return {
    host: semconv.textOf(attributes, semconv.HOST) || (url?.hostname ?? ""),
    port: isUsual ? undefined : port,
    operation: /^[A-Z]{1,16}$/.test(method) ? method : "*",
    parts: [{ path, target: patterns.ofPath(template || path), reads: OPAQUE }],
  };
}

function urlOf(text: string): URL | undefined {
  return text !== "" && URL.canParse(text) ? new URL(text) : undefined;
}

function withoutQuery(path: string): string {
  const end = path.search(/[?#]/);
  return end === -1 ? path : path.slice(0, end);
}
