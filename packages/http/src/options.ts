import type { OutletMapping, Purpose, Recorder, SubjectInput, SubjectMapping } from "@probity/core";
import type { IncomingMessage } from "node:http";
import { HttpAdapterError } from "./errors.ts";
import { type ItemPath, parseItemPath } from "./item-path.ts";
import type { RoutePattern } from "./route-table.ts";

/** A route that delivers decisions. */
export interface RouteBinding extends RoutePattern {
  /** Id of an algorithm. */
  readonly algorithm: string;
  /** Id of an outlet, or where a request says it. @default none */
  readonly outlet?: string | OutletMapping | undefined;
  /** @default the algorithm's */
  readonly purpose?: Purpose | undefined;
  /** Where the items' ids stand in the JSON body, such as `items[].isbn`. @default nowhere: the handler delivers them */
  readonly items?: string | undefined;
}

/** What of a recorder a request needs. */
export type RequestRecorder = Pick<
  Recorder,
  "open" | "openRemote" | "hasOutlet" | "covered" | "fault" | "badInput"
>;

export interface RequestProbeOptions<R extends IncomingMessage = IncomingMessage> {
  readonly recorder: RequestRecorder;
  readonly routes: readonly RouteBinding[];
  /** Where a request says who is asking. @default nowhere */
  readonly subject?: SubjectMapping | undefined;
  /**
   * Says who is asking, at once and without I/O; its fields go before those of `subject`. It is called when the
   * request is first seen: what becomes known later goes to the decision's `identify`. @default nobody
   */
  readonly identify?: ((req: R) => SubjectInput | undefined) | undefined;
  /** Of a response body that comes as bytes, no more than this is kept to find the items. @default 1_048_576 */
  readonly maxBodyBytes?: number | undefined;
  /** Whether a request whose baggage names another service's decision is recorded as a part of that. @default true */
  readonly acceptCallers?: boolean | undefined;
}

/** @internal A route with its items path parsed. */
export interface ReadyRoute extends RouteBinding {
  readonly itemPath: ItemPath | undefined;
}

/** @internal */
export interface ReadyOptions<R extends IncomingMessage = IncomingMessage> {
  readonly recorder: RequestRecorder;
  readonly routes: readonly ReadyRoute[];
  /** Undefined when it maps nothing. */
  readonly subject: SubjectMapping | undefined;
  readonly identify: (req: R) => SubjectInput | undefined;
  readonly maxBodyBytes: number;
  readonly acceptCallers: boolean;
}

/** @internal Fills every gap once. Throws an `HttpAdapterError` for what makes no sense. */
export function resolveOptions<R extends IncomingMessage>(given: RequestProbeOptions<R>): ReadyOptions<R> {
  const { recorder, subject = {}, identify = () => undefined, maxBodyBytes = 1024 * 1024 } = given;
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 0) {
    throw new HttpAdapterError(
      "INVALID_OPTION",
      `maxBodyBytes must be a whole number of bytes, got ${maxBodyBytes}`,
    );
  }
  const routes = given.routes.map((route) => ({
    ...route,
    itemPath: route.items === undefined ? undefined : parseItemPath(route.items),
  }));
  const isMapped = Object.values(subject).some((value) => value !== undefined);
  const mapping = isMapped ? subject : undefined;
  const { acceptCallers = true } = given;
  return { recorder, routes, subject: mapping, identify, maxBodyBytes, acceptCallers };
}
