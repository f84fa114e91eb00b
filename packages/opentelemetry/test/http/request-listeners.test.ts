import { EventEmitter } from "node:events";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { methodOf } from "../support/methods.ts";
import { adviseRequestListeners } from "../../src/http/request-listeners.ts";

const req = new IncomingMessage(new Socket());
const res = new ServerResponse(req);

class Server extends EventEmitter {}
const METHODS = ["on", "addListener", "prependListener", "once", "prependOnceListener"] as const;

describe("a server whose listeners for requests have advice", () => {
  let stop = (): void => undefined;
  let advised: string[] = [];
  let server = new Server();

  beforeEach(() => {
    advised = [];
    server = new Server();
    stop = adviseRequestListeners(Server.prototype, (proceed, listener) => {
      advised.push(listener.name);
      return proceed();
    });
  });

  afterEach(() => stop());

  it.each(METHODS)("runs a listener that %s added within the advice, with all its arguments", (method) => {
    const calls: unknown[][] = [];
    server[method]("request", function listener(this: unknown, ...args: unknown[]) {
      calls.push([this, ...args]);
    });
    expect(server.emit("request", req, res, "more")).toBe(true);
    expect(calls).toEqual([[server, req, res, "more"]]);
    expect(advised).toEqual(["listener"]);
  });

  it.each(METHODS)("has the listener that %s added, and no other", (method) => {
    const listener = (): void => undefined;
    server[method]("request", listener);
    expect(server.listeners("request")).toEqual([listener]);
    expect(server.listenerCount("request", listener)).toBe(1);
    server.off("request", listener);
    expect(server.listenerCount("request")).toBe(0);
  });

  it.each(["once", "prependOnceListener"] as const)(
    "calls what %s added once, and lets go of it",
    (method) => {
      let calls = 0;
      server[method]("request", () => {
        calls += 1;
        expect(server.listenerCount("request")).toBe(0);
      });
      server.emit("request", req, res);
      server.emit("request", req, res);
      expect(calls).toBe(1);
    },
  );

  it("tells of added and removed listeners what it told before", () => {
    const told: unknown[] = [];
    server.on("newListener", (event, listener) => told.push(["new", event, listener]));
    server.on("removeListener", (event, listener) => told.push(["removed", event, listener]));
    told.length = 0;
    const listener = (): void => undefined;
    server.on("request", listener);
    server.removeAllListeners("request");
    expect(told).toEqual([
      ["new", "request", listener],
      ["removed", "request", listener],
    ]);
  });

  it("runs a listener in one advice when it is taken from one server and added to another", () => {
    server.on("request", function listener() {});
    const [raw] = server.rawListeners("request");
    const other = new Server();
    other.on("request", raw as () => void);
    other.emit("request", req, res);
    expect(advised).toEqual(["listener"]);
  });

  it("leaves other events alone", () => {
    const listener = (): void => undefined;
    server.on("close", listener);
    expect(server.rawListeners("close")).toEqual([listener]);
  });

  it("refuses as a listener what the emitter refuses", () => {
    for (const method of METHODS)
      expect(() => server[method]("request", undefined as never)).toThrow(TypeError);
  });

  it("has the methods that it had, once that has ended", () => {
    stop();
    expect(Object.getOwnPropertyNames(Server.prototype)).toEqual(["constructor"]);
    for (const method of METHODS)
      expect(methodOf(server, method)).toBe(methodOf(EventEmitter.prototype, method));
  });
});
