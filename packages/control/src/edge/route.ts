import { type EdgeAnswer, invalid, refusal, refusedBy } from "./answer.ts";
import { readBody } from "./read-body.ts";
import type { Language } from "./words.ts";
import type { z } from "zod";

/** A request, as far as routes look at it. */
export interface EdgeRequest {
  readonly method: string;
  /** Below where the router is mounted. */
  readonly path: string;
  /** What the JSON of the body says; undefined without one. */
  readonly body: unknown;
  readonly query: Readonly<Record<string, unknown>>;
  readonly language: Language;
}

/** A route, and who is allowed to ask. */
export interface EdgeRoute<Caller> {
  readonly method: "GET" | "POST";
  /** With groups for its parameters. */
  readonly path: RegExp;
  /** Whether somebody of the staff asks, rather than a user. @default false */
  readonly isForStaff?: boolean;
  answer(request: EdgeRequest, caller: Caller, params: readonly string[]): EdgeAnswer | Promise<EdgeAnswer>;
}

/** The route that a request is for, or the answer that it is for none of that method; undefined for another path. */
export function findRoute<Caller>(
  routes: readonly EdgeRoute<Caller>[],
  { method, path, language }: Pick<EdgeRequest, "method" | "path" | "language">,
): { readonly route: EdgeRoute<Caller>; readonly params: readonly string[] } | EdgeAnswer | undefined {
  const there = routes.flatMap((route) => {
    const match = route.path.exec(path);
    return match ? [{ route, params: match.slice(1).map(decoded) }] : [];
  });
  const found = there.find(({ route }) => route.method === method);
  if (found || there.length === 0) return found;
  return {
    ...refusal(405, "WRONG_METHOD", language),
    allow: there.map(({ route }) => route.method).join(", "),
  };
}

function decoded(param: string): string {
  try {
    return decodeURIComponent(param);
  } catch {
    return "";
  }
}

/** Answers by a body that fits the schema, and says what is wrong with one that doesn't. */
export async function withBody<T>(
  schema: z.ZodType<T>,
  { body, language }: EdgeRequest,
  answer: (data: T) => EdgeAnswer | Promise<EdgeAnswer>,
): Promise<EdgeAnswer> {
  const read = readBody(schema, body);
  if ("problems" in read) return invalid(read.problems, language);
  try {
    return await answer(read.data);
  } catch (error) {
    return refusedBy(error, language);
  }
}
