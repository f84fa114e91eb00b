import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { beforeConnectionEnds } from "../src/connection-end.ts";

/** A connection that notes what is done to it. */
function noting(done: string[]): Socket {
  return Object.assign(Object.create(Socket.prototype) as Socket, {
    end: (text?: string) => void done.push(`end ${text}`),
    destroy: () => void done.push("destroy"),
  });
}

describe("beforeConnectionEnds", () => {
  it.each([
    ["end", (socket: Socket) => socket.end("bye"), "end bye"],
    ["destroy", (socket: Socket) => socket.destroy(), "destroy"],
  ] as const)("acts for everybody who waits, before %s", (_, end, ended) => {
    const done: string[] = [];
    const socket = noting(done);
    const takeBack = beforeConnectionEnds(socket, () => {
      done.push("first");
      takeBack();
    });
    beforeConnectionEnds(socket, () => done.push("second"));
    end(socket);
    expect(done).toEqual(["first", "second", ended]);
  });

  it("does not act any more once that is taken back, and wraps a connection once", () => {
    const done: string[] = [];
    const socket = noting(done);
    beforeConnectionEnds(socket, () => done.push("never"))();
    const wrapped = Object.entries(socket);
    beforeConnectionEnds(socket, () => done.push("never"))();
    expect(Object.entries(socket)).toEqual(wrapped);
    socket.destroy();
    expect(done).toEqual(["destroy"]);
  });
});
