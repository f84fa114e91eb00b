import { describe, expect, it } from "vitest";
import { serverOptions } from "../src/server-options.ts";

describe("serverOptions", () => {
  it("asks for nothing unless told", () => {
    expect(serverOptions([])).toEqual({
      data: undefined,
      readers: undefined,
      postgres: undefined,
      probity: undefined,
    });
  });

  it("takes a Postgres of one's own, with as many connections as it has", () => {
    const url = "postgres://books@localhost/books";
    expect(serverOptions(["--postgres", url])).toMatchObject({ postgres: { url } });
    expect(serverOptions(["--postgres", url, "--connections", "1", "--readers", "200"])).toMatchObject({
      readers: 200,
      postgres: { url, connections: 1 },
    });
  });

  it.each([
    [["--readers", "0"], '--readers takes a whole number from 1 on, found "0"'],
    [["--readers", "20", "--data", "there"], "--readers is for generated data"],
    [["--connections", "1"], "--connections is for --postgres"],
    [["--probe"], "Unknown option '--probe'"],
    [["now"], "Unexpected argument 'now'"],
  ])("refuses %j and says what there is", (args, message) => {
    const read = () => serverOptions(args);
    expect(read).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(read).toThrow(message);
    expect(read).toThrow("usage: node dist/server.js");
  });
});
