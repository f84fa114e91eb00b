import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { forward, type Answered } from "./forward.ts";
import { elapse } from "./wait.ts";

/** What goes wrong with one request on its way to the server, or with its answer on the way back. */
export type Trouble =
  /** The connection is reset: before the server got anything, in the middle, or when it had stored all of it. */
  | { readonly kind: "cut"; readonly when: "before" | "midway" | "after" | "in-answer" }
  /** Another answer than the server's; `isStored` if the server got the request all the same. */
  | { readonly kind: "status"; readonly status: number; readonly isStored: boolean }
  /** Nothing is answered for so long, then the connection is reset. */
  | { readonly kind: "hang"; readonly ms: number; readonly isStored: boolean }
  /** What comes back is not HTTP. */
  | { readonly kind: "noise" }
  /** What comes back is a page of somebody else's, with status 200; the server got nothing. */
  | { readonly kind: "page" }
  /** Each way takes so long. */
  | { readonly kind: "slow"; readonly ms: number };

/** Decides for one request; `isInsert` is false for queries and pings. */
export type Troublemaker = (request: { readonly isInsert: boolean }) => Trouble | undefined;

/** An HTTP proxy in front of the server, which does what it is told to requests. */
export class FaultyProxy {
  readonly #server: Server = createServer((req, res) => void this.#handle(req, res));
  readonly #sockets: Set<Socket> = new Set();
  readonly #upstream: () => number;
  #port = 0;
  #choose: Troublemaker = () => undefined;
  #requests = 0;
  #hits = 0;
  #inFlight = 0;

  /** `upstream` gives the server's port on this machine, each time anew. */
  constructor(upstream: () => number) {
    this.#upstream = upstream;
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
      socket.on("error", () => undefined);
    });
    // Whoever hangs up in the middle of a request, as a killed service does.
    this.#server.on("clientError", (_, socket) => socket.destroy());
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Requests that came so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Requests that something was done to since the last `make`. */
  get hits(): number {
    return this.#hits;
  }

  /** Requests that were not answered yet. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Listens, on the same port each time. */
  async accept(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Connections are refused, and those that are there reset. */
  async refuse(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await once(this.#server, "close");
  }

  /** From now on, this is done to requests. */
  make(trouble: Troublemaker): void {
    this.#hits = 0;
    this.#choose = trouble;
  }

  /** From now on, nothing is done to them. */
  calm(): void {
    this.#choose = () => undefined;
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    this.#requests += 1;
    this.#inFlight += 1;
    try {
      const trouble = this.#choose({ isInsert: isInsert(req) });
      if (trouble) this.#hits += 1;
      await this.#answer(req, res, trouble);
    } catch {
      // One of both ends is gone: the other one learns of it as it would without a proxy.
      req.socket.destroy();
    } finally {
      this.#inFlight -= 1;
    }
  }

  async #answer(req: IncomingMessage, res: ServerResponse, trouble: Trouble | undefined): Promise<void> {
    const reset = (): void => void req.socket.resetAndDestroy();
    if (trouble?.kind === "cut" && trouble.when === "before") {
      reset();
      return;
    }
    const body = await buffer(req);
    const pass = (cutAt?: number): Promise<Answered> => forward(req, body, this.#upstream(), cutAt);
    switch (trouble?.kind) {
      case undefined:
        send(res, await pass());
        break;
      case "cut":
        if (trouble.when === "midway") await pass(body.length >> 1).catch(() => undefined);
        else if (trouble.when === "after") await pass();
        else await sendHalf(res, await pass());
        reset();
        break;
      case "status":
        if (trouble.isStored) await pass();
        res.writeHead(trouble.status, { "content-type": "text/plain" });
        res.end(`the proxy says ${trouble.status}\n`);
        break;
      case "hang":
        if (trouble.isStored) await pass();
        await elapse(trouble.ms);
        reset();
        break;
      case "noise":
        req.socket.end(randomBytes(512));
        break;
      case "page":
        res.writeHead(200, { "content-type": "text/html" });
        res.end("<!doctype html><title>Welcome</title><p>Please accept the terms of this network.");
        break;
      case "slow": {
        await elapse(trouble.ms);
        const answered = await pass();
        await elapse(trouble.ms);
        send(res, answered);
      }
    }
  }
}

function isInsert({ url = "" }: IncomingMessage): boolean {
  return /[?&]query=INSERT/i.test(url);
}

function send(res: ServerResponse, { status, headers, body }: Answered): void {
  res.writeHead(status, headers);
  res.end(body);
}

async function sendHalf(res: ServerResponse, { status, headers, body }: Answered): Promise<void> {
  res.writeHead(status, headers);
  res.flushHeaders();
  if (body.length > 1) await new Promise((done) => res.write(body.subarray(0, body.length >> 1), done));
}
