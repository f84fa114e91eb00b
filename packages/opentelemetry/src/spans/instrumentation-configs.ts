import { mongoStatement } from "./mongo-facts.ts";
import { redisStatement } from "./redis-facts.ts";

/** How the instrumentations of OpenTelemetry are to be set up so that their spans say what is read, and no value. */
export interface InstrumentationConfigs {
  /** `@opentelemetry/instrumentation-pg` */
  readonly pg: {
    readonly enhancedDatabaseReporting: false;
    readonly requireParentSpan: false;
    readonly ignoreConnectSpans: true;
  };
  /** `@opentelemetry/instrumentation-mysql2`: by default it writes the values into the statement. */
  readonly mysql2: {
    readonly maskStatement: true;
    readonly maskStatementHook: (statement: string) => string;
  };
  /** `@opentelemetry/instrumentation-ioredis` and `…-redis`: by default they leave out the key of `HGET` and `HGETALL`. */
  readonly redis: {
    readonly requireParentSpan: false;
    readonly dbStatementSerializer: (command: string, args: unknown[]) => string;
  };
  /** `@opentelemetry/instrumentation-mongodb` */
  readonly mongodb: {
    readonly enhancedDatabaseReporting: false;
    readonly requireParentSpan: false;
    readonly dbStatementSerializer: (command: Record<string, unknown>) => string;
  };
}

/** These configurations: none of them makes an instrumentation send anything, or change what the application does. */
export const INSTRUMENTATION_CONFIGS: InstrumentationConfigs = {
  pg: { enhancedDatabaseReporting: false, requireParentSpan: false, ignoreConnectSpans: true },
  mysql2: { maskStatement: true, maskStatementHook: (statement) => statement },
  redis: { requireParentSpan: false, dbStatementSerializer: redisStatement },
  mongodb: {
    enhancedDatabaseReporting: false,
    requireParentSpan: false,
    dbStatementSerializer: mongoStatement,
  },
};
