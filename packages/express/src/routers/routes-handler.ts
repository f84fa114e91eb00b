import {
  type EdgeAnswer,
  type EdgeRoute,
  type EdgeWait,
  findRoute,
  type Language,
  refusal,
} from "@probity/control";
import { HttpAdapterError } from "@probity/http";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { readJson } from "./read-json.ts";

/** What all routers take. */
export interface RouterOptions extends EdgeWait {
  /** A larger body is refused. @default 65_536 */
  readonly maxBodyBytes?: number | undefined;
  /** For a request that accepts neither Chinese nor English, or doesn't say. @default "zh" */
  readonly language?: Language | undefined;
}

/** Says who is asking; undefined where nobody is signed in. What it throws goes to the service's own error handlers. */
export type Who<T> = (req: Request) => T | undefined | Promise<T | undefined>;

interface Calling<Caller> {
  readonly routes: readonly EdgeRoute<Caller>[];
  /** The caller of a route; undefined where that route must not be answered. */
  readonly callerOf: (
    req: Request,
    route: EdgeRoute<Caller>,
  ) => Promise<{ readonly caller: Caller } | undefined>;
}

/**
 * A handler for Express 4 and 5 that answers these routes, wherever it is mounted, and hands on every other request. It
 * needs no body parser, and takes what one above it read. Throws an `HttpAdapterError` where an option makes no sense.
 */
export function routesHandler<Caller>(
  name: string,
  { routes, callerOf }: Calling<Caller>,
  { maxBodyBytes = 65_536, language = "zh" }: RouterOptions,
): RequestHandler {
  if (!(Number.isInteger(maxBodyBytes) && maxBodyBytes > 0))
    throw new HttpAdapterError(
      "INVALID_OPTION",
      `maxBodyBytes is a whole number above 0, got ${maxBodyBytes}`,
    );

  async function answer(req: Request): Promise<EdgeAnswer | undefined> {
    const { method, path } = req;
    const said = languageOf(req, language);
    const found = findRoute(routes, { method, path, language: said });
    if (!found || "status" in found) return found;
    const { route, params } = found;
    const json = method === "POST" ? await readJson(req, maxBodyBytes) : { body: undefined };
    if ("word" in json) return refusal(json.status, json.word, said);
    const known = await callerOf(req, route);
    if (!known) return refusal(401, "UNKNOWN_CALLER", said);
    const request = { method, path, language: said, query: req.query as Readonly<Record<string, unknown>> };
    return route.answer({ ...request, body: json.body }, known.caller, params);
  }

  async function handle(req: Request, res: Response, next: NextFunction): Promise<void> {
    try {
      const given = await answer(req);
      if (given) {
        send(res, given);
        return;
      }
    } catch (error) {
      next(error);
      return;
    }
    next();
  }

  const handler: RequestHandler = (req, res, next) => void handle(req, res, next);
  return Object.defineProperty(handler, "name", { value: name });
}

/** The caller, where somebody is signed in. */
export async function signedIn<T>(who: Who<T>, req: Request): Promise<{ readonly caller: T } | undefined> {
  const caller = await who(req);
  return caller === undefined || caller === "" ? undefined : { caller };
}

function languageOf(req: Request, otherwise: Language): Language {
  if (req.headers["accept-language"] === undefined) return otherwise;
  const known: readonly Language[] = ["zh", "en"];
  const accepted = req.acceptsLanguages([...known]);
  return known.find((language) => language === accepted) ?? otherwise;
}

function send(res: Response, { status, body, allow }: EdgeAnswer): void {
  if (allow !== undefined) res.setHeader("Allow", allow);
  // What somebody chose is nobody else's, and is another at once.
  res.setHeader("Cache-Control", "no-store");
  res.vary("Accept-Language").status(status).json(body);
}
