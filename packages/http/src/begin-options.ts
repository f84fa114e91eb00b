import type { IncomingMessage } from "node:http";
import type { TraceContext } from "./trace-parent.ts";

/** What a framework knows of a request of its own. */
export interface Framework<R extends IncomingMessage = IncomingMessage> {
  /**
   * The pattern of the route that handled `req`, such as `/users/:id`; asked for when the response is over. Never a path:
   * paths hold ids of people. Undefined where the framework doesn't tell.
   */
  readonly route: (req: R) => string | undefined;
  /** Whether the answer may be taken from the object that `res.json` is given. */
  readonly readsJson: boolean;
}

/** What whoever sees a request knows of it. */
export interface BeginOptions<R extends IncomingMessage = IncomingMessage> {
  /** The request target by which routes are found: the whole one, whatever a router has cut off `req.url`. */
  readonly target: string;
  /**
   * Takes an error that the service's own code throws when an answer that was held is ended at last.
   * @default the response is destroyed with it
   */
  readonly next?: ((error: unknown) => void) | undefined;
  /** The active span; goes before the `traceparent` header. @default that of the header */
  readonly trace?: TraceContext | undefined;
  /** @default none */
  readonly framework?: Framework<R> | undefined;
}
