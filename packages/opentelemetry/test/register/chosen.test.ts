import { expect, it } from "vitest";
import { isChosen } from "../../src/register/chosen.ts";

it.each([
  [{}, true],
  [{ OTEL_NODE_ENABLED_INSTRUMENTATIONS: "" }, true],
  [{ OTEL_NODE_ENABLED_INSTRUMENTATIONS: "http, pg" }, true],
  [{ OTEL_NODE_ENABLED_INSTRUMENTATIONS: "http" }, false],
  [{ OTEL_NODE_DISABLED_INSTRUMENTATIONS: "http" }, true],
  [{ OTEL_NODE_DISABLED_INSTRUMENTATIONS: "http,pg" }, false],
  [{ OTEL_NODE_ENABLED_INSTRUMENTATIONS: "pg", OTEL_NODE_DISABLED_INSTRUMENTATIONS: "pg" }, false],
])("with %j, it is %s that pg is chosen", (env, is) => {
  expect(isChosen("pg", env)).toBe(is);
});
