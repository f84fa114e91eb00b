import type { Purpose, Recorder, SubjectInput } from "@probity/core";
import type { Request } from "express";
import { MiddlewareError } from "./errors.ts";
import { type ItemPath, parseItemPath } from "./item-path.ts";
import type { RoutePattern } from "./route-table.ts";
import type { SubjectMapping } from "@probity/core";

/** A route that delivers decisions. */
export interface RouteBinding extends RoutePattern {
  /** Id of an algorithm. */
  readonly algorithm: string;
  /** Id of an outlet. @default none */
  readonly outlet?: string | undefined;
  /** @default the algorithm's */
  readonly purpose?: Purpose | undefined;
  /** Where the items' ids stand in the JSON body, such as `items[].isbn`. @default nowhere: the handler delivers them */
  readonly items?: string | undefined;
}

export interface MiddlewareOptions {
  readonly recorder: Pick<Recorder, "open" | "fault">;
  readonly routes: readonly RouteBinding[];
  /** Where a request says who is asking. @default nowhere */
  readonly subject?: SubjectMapping | undefined;
  /**
   * Says who is asking, at once and without I/O; its fields go before those of `subject`. It is called when the
   * request reaches the middleware: what becomes known later goes to `req.decision.identify`. @default nobody
   */
  readonly identify?: ((req: Request) => SubjectInput | undefined) | undefined;
  /** Of a response body that comes as bytes, no more than this is kept to find the items. @default 1_048_576 */
  readonly maxBodyBytes?: number | undefined;
}

/** @internal A route with its items path parsed. */
export interface ReadyRoute extends RouteBinding {
  readonly itemPath: ItemPath | undefined;
}

/** @internal */
export interface ReadyOptions {
  readonly recorder: Pick<Recorder, "open" | "fault">;
  readonly routes: readonly ReadyRoute[];
  /** Undefined when it maps nothing. */
  readonly subject: SubjectMapping | undefined;
  readonly identify: (req: Request) => SubjectInput | undefined;
  readonly maxBodyBytes: number;
}

/** @internal Fills every gap once. Throws a `MiddlewareError` for what makes no sense. */
export function resolveOptions(given: MiddlewareOptions): ReadyOptions {
  const { recorder, subject = {}, identify = () => undefined, maxBodyBytes = 1024 * 1024 } = given;
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 0) {
    throw new MiddlewareError(
      "INVALID_OPTION",
      `maxBodyBytes must be a whole number of bytes, got ${maxBodyBytes}`,
    );
  }
  const routes = given.routes.map((route) => ({
    ...route,
    itemPath: route.items === undefined ? undefined : parseItemPath(route.items),
  }));
  const isMapped = Object.values(subject).some((value) => value !== undefined);
  return { recorder, routes, subject: isMapped ? subject : undefined, identify, maxBodyBytes };
}
