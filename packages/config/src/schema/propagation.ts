import { isIPv6 } from "node:net";
import type { Propagation } from "@probity/core";
import { z } from "zod";
import { described } from "./texts.ts";

const HOST = "a host such as ranker.example or *.example.com, the word private, or * for every host";

const NAME = /^[\p{L}\p{N}*_-]+(?:\.[\p{L}\p{N}*_-]+)*$/u;

export const propagationSchema: z.ZodType<Propagation> = z
  .strictObject({
    accept: z
      .boolean()
      .default(true)
      .meta(
        described(
          "Requests whose baggage names a decision are recorded as a part of it. What it claims is kept as a claim, and nothing about the user or findings is taken from it.",
          "请求的 baggage 指明某一决策时，记录为该决策的一部分；其内容仅作为声称保留，不从中取用户信息或命中结果。",
        ),
      ),
    sendTo: z
      .array(
        z
          .string(HOST)
          .refine((host) => NAME.test(host) || isIPv6(host), HOST)
          .max(253),
      )
      .default(["private"])
      .meta(
        described(
          "Hosts that are told, in baggage, which decision and outlet a request is for. `*` stands for any run of characters; `private` for loopback and private addresses, names without a dot, and names under `internal`, `local`, `localhost`, `home.arpa` and `svc`. Nobody else learns of them. Empty: none.",
          "通过 baggage 告知决策编号与服务出口的主机。`*` 代表任意一段字符；`private` 代表回环与私有地址、不含点的主机名，以及 `internal`、`local`、`localhost`、`home.arpa`、`svc` 下的名称。其他主机不会得知；空表示均不告知。",
        ),
      ),
  })
  .prefault({})
  .meta(
    described(
      "How decisions go on across services, in W3C baggage.",
      "决策通过 W3C baggage 跨服务延续的方式。",
    ),
  );
