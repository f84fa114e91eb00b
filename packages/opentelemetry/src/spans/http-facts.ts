import { type CallFacts, OPAQUE, plainContent } from "./call-facts.ts";
import type { Patterns } from "./patterns.ts";
import * as semconv from "./semconv.ts";

/** What an HTTP request asks for. Its query is left: it may hold anything. */
export function httpFacts(attributes: semconv.SpanAttributes, method: string, patterns: Patterns): CallFacts {
  const url = urlOf(semconv.textOf(attributes, semconv.HTTP_URL));
  const path = url?.pathname ?? withoutQuery(semconv.textOf(attributes, semconv.HTTP_PATH));
  const template = semconv.textOf(attributes, semconv.HTTP_TEMPLATE);
  const port = semconv.numberOf(attributes, semconv.PORT) ?? (url?.port ? Number(url.port) : undefined);
  const place = {
    system: "http",
    host: semconv.textOf(attributes, semconv.HOST) || (url?.hostname ?? ""),
    port: port === 80 || port === 443 ? undefined : port,
    database: "",
  };
  const operation = /^[A-Za-z]{1,16}$/.test(method) ? method.toUpperCase() : "*";
  const part = { path, target: patterns.ofPath(template || path), reads: OPAQUE };
  return { place, content: plainContent(operation, [part]) };
}

function urlOf(text: string): URL | undefined {
  return text !== "" && URL.canParse(text) ? new URL(text) : undefined;
}

function withoutQuery(path: string): string {
  const end = path.search(/[?#]/);
  return end === -1 ? path : path.slice(0, end);
}
