import express, { type Express, type RequestHandler } from "express";
import type { Recommender } from "../recommend/recommender.ts";
import type { Store } from "../store/store.ts";
import { adminRoutes } from "./admin-routes.ts";
import { answerProblem, noSuchRoute } from "./problems.ts";
import { rankingRoutes } from "./ranking-routes.ts";
import { readerRoutes } from "./reader-routes.ts";

/** What the service is made of. */
export interface AppOptions {
  readonly store: Store;
  readonly recommender: Recommender;
  /** Middleware that runs before everything else. @default none */
  readonly use?: readonly RequestHandler[];
  /** Source of time, for tests. @default () => new Date() */
  readonly now?: () => Date;
}

/** What the routes share. */
export type AppContext = Required<Omit<AppOptions, "use">>;

/**
 * Makes the service: `GET /feed`, `/hot` and `/search?q=` for the reader named by `x-reader-id`, the reader's own
 * choices under `/readers/:id`, and the interventions under `/admin`. Faults are answered as problem JSON (RFC 9457).
 *
 * The headers `x-reader-id` and `x-operator` are believed as they come: a demonstration of rankings, not of logging in.
 */
export function createApp(options: AppOptions): Express {
  const { store, recommender, use = [], now = () => new Date() } = options;
  const context: AppContext = { store, recommender, now };

  const app = express();
  app.disable("x-powered-by");
  for (const middleware of use) app.use(middleware);
  app.use(express.json({ limit: "16kb" }));
  app.use(rankingRoutes(context));
  app.use("/readers", readerRoutes(context));
  app.use("/admin/interventions", adminRoutes(context));
  app.use(noSuchRoute);
  app.use(answerProblem);
  return app;
}
