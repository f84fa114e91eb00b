import { expect, it } from "vitest";

import { isSupported } from "../src/server.ts";

it.each([
  ["24.8.1.2684", true],
  ["24.8", true],
  ["24.12.3.47", true],
  ["25.1.1.1", true],
  ["26.7.2.1", true],
  ["24.7.9.9", false],
  ["23.12.1.1", false],
  ["18.16.1", false],
  ["", false],
])("server %s is supported: %s", (version, supported) => {
  expect(isSupported(version)).toBe(supported);
});
