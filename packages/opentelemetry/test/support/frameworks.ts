import "reflect-metadata";
import Router from "@koa/router";
import { Controller, Get, Module, Param } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import express5 from "express";
import fastify from "fastify";
import Koa from "koa";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";

// Express 4 has no types of its own here; what these tests call is the same in both.
process.env["NO_DEPRECATION"] = "express";
const express4 = createRequire(import.meta.url)("express4") as typeof express5;

/** What a service does for `GET /users/:user/feed`; it knows the user. */
export type Work = (user: string) => Promise<unknown>;

/** What it does for `GET /hot`, which knows nobody. */
export const HOT: unknown = { items: [{ isbn: "top" }] };

/** A service as its framework would have it, in whatever version is installed here; not listening yet. */
export interface Framework {
  readonly name: string;
  readonly serve: (work: Work) => Server | Promise<Server>;
}

export const frameworks: readonly Framework[] = [
  { name: "bare node:http", serve: bare },
  { name: "Express 4", serve: (work) => express(express4, work) },
  { name: "Express 5", serve: (work) => express(express5, work) },
  { name: "Fastify", serve: withFastify },
  { name: "Koa", serve: withKoa },
  { name: "Nest", serve: withNest },
];

function bare(work: Work): Server {
  return createServer((req, res) => {
    const [, user = ""] = /^\/users\/([^/]+)\/feed$/.exec(req.url ?? "") ?? [];
    const answer = req.url === "/hot" ? Promise.resolve(HOT) : work(user);
    void answer.then((body) => {
      res.writeHead(200, { "content-type": "application/json" });
      res.end(JSON.stringify(body));
    });
  });
}

function express(framework: typeof express5, work: Work): Server {
  const app = framework();
  const users = framework.Router();
  users.get("/:user/feed", (req, res, next) => {
    work(req.params.user).then((body) => res.json(body), next);
  });
  app.use(framework.json()).use("/users", users);
  app.get("/hot", (_req, res) => void res.json(HOT));
  return createServer(app);
}

async function withFastify(work: Work): Promise<Server> {
  const app = fastify();
  app.get<{ Params: { user: string } }>("/users/:user/feed", async ({ params }) => work(params.user));
  app.get("/hot", async () => Promise.resolve(HOT));
  await app.ready();
  return app.server;
}

function withKoa(work: Work): Server {
  const app = new Koa();
  const router = new Router();
  router.get("/users/:user/feed", async (ctx) => {
    ctx.body = await work(String(ctx.params["user"]));
  });
  router.get("/hot", (ctx) => {
    ctx.body = HOT;
  });
  app.use(router.routes());
  const callback = app.callback();
  return createServer((req, res) => void callback(req, res));
}

async function withNest(work: Work): Promise<Server> {
  class Users {
    async feed(user: string): Promise<unknown> {
      return work(user);
    }
  }
  class Tops {
    hot(): unknown {
      return HOT;
    }
  }
  const App = class App {
    readonly users = Users;
  };
  // What decorators do, which only a compiler knows otherwise.
  const feed = Object.getOwnPropertyDescriptor(Users.prototype, "feed") ?? {};
  Controller("users")(Users);
  Get(":user/feed")(Users.prototype, "feed", feed);
  Param("user")(Users.prototype, "feed", 0);
  Controller()(Tops);
  Get("hot")(Tops.prototype, "hot", Object.getOwnPropertyDescriptor(Tops.prototype, "hot") ?? {});
  Module({ controllers: [Users, Tops] })(App);
  const options: object = { logger: false };
  const app = await NestFactory.create(App, options);
  await app.init();
  return app.getHttpServer() as Server;
}
