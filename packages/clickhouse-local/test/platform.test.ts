import { expect, it } from "vitest";

import { adviceFor } from "../src/platform.ts";

it.each([
  [{ os: "win32", cpu: "x64", glibc: false }, "WSL 2"],
  [{ os: "linux", cpu: "x64", glibc: false }, "glibc"],
  [{ os: "linux", cpu: "arm64", glibc: true }, "@chdb/lib-linux-arm64-gnu"],
  [{ os: "darwin", cpu: "arm64", glibc: false }, "@chdb/lib-darwin-arm64 "],
  [{ os: "linux", cpu: "riscv64", glibc: true }, "linux on riscv64 has none"],
  [{ os: "freebsd", cpu: "x64", glibc: false }, "freebsd on x64 has none"],
] as const)("tells someone on %j what to do", (platform, advice) => {
  expect(adviceFor(platform)).toContain(advice);
  expect(adviceFor(platform)).toContain("a ClickHouse server of your own");
});
