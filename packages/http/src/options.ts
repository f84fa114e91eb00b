import type { ItemFlag, OutletMapping, Purpose, Recorder, SubjectInput, SubjectMapping } from "@probity/core";
import type { IncomingMessage } from "node:http";
import { HttpAdapterError } from "./errors.ts";
import { compileFallback, type FallbackTarget } from "./fallback-target.ts";
import { type ItemPlaces, itemPlaces } from "./item-places.ts";
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
  /**
   * Where flags of an item stand in the JSON body beside its id, such as `ad: items[].is_ad`: what is true or 1 there has
   * the flag. Items that an enforced rule refuses by them are left out of what `res.json` is given. @default nowhere
   */
  readonly itemFlags?: Readonly<Partial<Record<ItemFlag, string>>> | undefined;
  /**
   * The path of another route of the application, which is served in place of this one where a rule falls back. It may hold
   * parameters of this route's path, and no optional parts. @default none: the handler looks at the decision's `mode`
   */
  readonly fallback?: string | undefined;
  /** Names of the query parameters that go along to it. @default [] */
  readonly fallbackQuery?: readonly string[] | undefined;
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
  /** HTTP status of the answer to a request that a rule blocks. @default 403 */
  readonly blockStatus?: number | undefined;
}

/** @internal A route with its items' places parsed and its fallback made ready. */
export interface ReadyRoute extends RouteBinding {
  readonly places: ItemPlaces | undefined;
  readonly fallbackTo: FallbackTarget | undefined;
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
  readonly blockStatus: number;
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
  const { acceptCallers = true, blockStatus = 403 } = given;
  if (!Number.isInteger(blockStatus) || blockStatus < 400 || blockStatus > 499) {
    throw new HttpAdapterError(
      "INVALID_OPTION",
      `blockStatus must be an HTTP status from 400 to 499, got ${blockStatus}`,
    );
  }
  const routes = given.routes.map((route, position) => ({
    ...route,
    places: placesOf(route, position),
    fallbackTo: fallbackOf(route, position),
  }));
  const isMapped = Object.values(subject).some((value) => value !== undefined);
  const mapping = isMapped ? subject : undefined;
  return { recorder, routes, subject: mapping, identify, maxBodyBytes, acceptCallers, blockStatus };
}

function placesOf({ items, itemFlags }: RouteBinding, position: number): ItemPlaces | undefined {
  if (items !== undefined) return itemPlaces(items, itemFlags);
  if (itemFlags === undefined) return undefined;
  throw new HttpAdapterError(
    "INVALID_ITEMS_PATH",
    `routes[${position}]: itemFlags stand beside items, and there are none`,
  );
}

function fallbackOf(
  { method, path, fallback, fallbackQuery = [] }: RouteBinding,
  position: number,
): FallbackTarget | undefined {
  if (fallback === undefined) return undefined;
  return compileFallback(fallback, fallbackQuery, `routes[${position}] (${method.toUpperCase()} ${path})`);
}
