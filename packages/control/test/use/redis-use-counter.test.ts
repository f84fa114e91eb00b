import { Redis } from "ioredis";
import { createClient } from "redis";
import { describe, expect, it, vi } from "vitest";
import { type RedisCommand, RedisUseCounter } from "../../src/use/redis-use-counter.ts";
import { startRedisServer } from "./redis-server.ts";
import { ScriptRedis } from "./script-redis.ts";

/** 2026-03-02 12:00 in Shanghai. */
const NOON = Date.UTC(2026, 2, 2, 4);
const MINUTE = 60_000;

function commandOf(redis: ScriptRedis): RedisCommand {
  return (words) => Promise.resolve().then(() => redis.command(words));
}

/** One that tells nobody anything by itself: the tests say when. */
function counterOf(command: RedisCommand, more: { onFault?: (where: string, fault: unknown) => void } = {}) {
  return new RedisUseCounter({ command, flushMs: 60_000, timeoutMs: 100, ...more });
}

describe("RedisUseCounter", () => {
  it("counts by itself what it sees", () => {
    const counter = counterOf(commandOf(new ScriptRedis()));
    counter.seen("aa", NOON);
    expect(counter.seen("aa", NOON + MINUTE)).toEqual({ todaySec: 60, continuousSec: 60 });
  });

  it("counts with others what several processes see, and no minute twice", async () => {
    const redis = new ScriptRedis();
    const [one, other] = [counterOf(commandOf(redis)), counterOf(commandOf(redis))];
    for (let minute = 0; minute < 30; minute += 1) {
      (minute % 3 === 0 ? one : other).seen("aa", NOON + minute * MINUTE);
      if (minute % 4 === 3) await Promise.all([one.flush(), other.flush()]);
    }
    await Promise.all([one.flush(), other.flush()]);
    const at = NOON + 30 * MINUTE;
    expect(one.seen("aa", at)).toEqual({ todaySec: 1800, continuousSec: 1800 });
    expect(other.seen("aa", at)).toEqual({ todaySec: 1800, continuousSec: 1800 });
  });

  it("knows a moment later what others saw before", async () => {
    const redis = new ScriptRedis();
    const [one, other] = [counterOf(commandOf(redis)), counterOf(commandOf(redis))];
    one.seen("aa", NOON);
    one.dwelt("aa", NOON + 10 * MINUTE, 600);
    await one.flush();
    expect(other.seen("aa", NOON + 11 * MINUTE)).toEqual({ todaySec: 0, continuousSec: 0 });
    await other.flush();
    expect(other.seen("aa", NOON + 11 * MINUTE)).toEqual({ todaySec: 660, continuousSec: 660 });
  });

  it("lays what it saw while the answer was under way over the answer", async () => {
    const redis = new ScriptRedis();
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const counter = counterOf(async (words) => {
      if (redis.commands > 0) throw new Error("away again, so that nothing else tells it");
      const answer = redis.command(words);
      await arrived;
      return answer;
    });
    counter.seen("aa", NOON);
    const flushed = counter.flush();
    counter.seen("aa", NOON + 4 * MINUTE);
    arrive();
    await flushed;
    expect(counter.seen("aa", NOON + 8 * MINUTE).todaySec).toBe(480);
  });

  it("goes on alone while Redis is away, tells it once, and tells Redis later", async () => {
    const redis = new ScriptRedis();
    let isAway = true;
    const onFault = vi.fn();
    const fault = new Error("connect ECONNREFUSED");
    const counter = counterOf((words) => (isAway ? Promise.reject(fault) : commandOf(redis)(words)), {
      onFault,
    });
    for (const minute of [0, 1, 2, 20, 21]) {
      counter.seen("aa", NOON + minute * MINUTE);
      await counter.flush();
    }
    expect(counter.seen("aa", NOON + 21 * MINUTE)).toEqual({ todaySec: 180, continuousSec: 60 });
    expect(onFault.mock.calls).toEqual([["use.redis", fault]]);
    expect(counter.isAway).toBe(true);

    isAway = false;
    await counter.flush();
    expect(counter.isAway).toBe(false);
    expect(redis.hashes.get("{probity}:use:aa")?.get("today")).toBe("180000");
    expect(counter.seen("aa", NOON + 21 * MINUTE)).toEqual({ todaySec: 180, continuousSec: 60 });

    isAway = true;
    counter.seen("aa", NOON + 22 * MINUTE);
    await counter.flush();
    expect(onFault).toHaveBeenCalledTimes(2);
  });

  it("waits for no answer that never comes", async () => {
    const onFault = vi.fn();
    const counter = counterOf(() => new Promise(() => undefined), { onFault });
    counter.seen("aa", NOON);
    await counter.flush();
    expect(String(onFault.mock.calls[0]?.[1])).toContain("Redis did not answer within 100 ms");
    expect(counter.seen("aa", NOON + MINUTE).todaySec).toBe(60);
  });

  it.each([
    ["nothing", undefined],
    ["a text", "OK"],
    ["too few", []],
    ["nonsense", ["1 2 3"]],
    ["NaN", ["1 NaN 3 4"]],
  ])("takes %s for no answer, and stays with its own count", async (_, answer) => {
    const onFault = vi.fn();
    const counter = counterOf(() => Promise.resolve(answer), { onFault });
    counter.seen("aa", NOON);
    await counter.flush();
    expect(onFault).toHaveBeenCalledOnce();
    expect(counter.seen("aa", NOON + MINUTE).todaySec).toBe(60);
  });

  it("keeps of many subjects and stretches so many, and counts what it gave up", async () => {
    const counter = new RedisUseCounter({
      command: () => Promise.reject(new Error("away")),
      mostSubjects: 10,
      flushMs: 60_000,
    });
    for (let i = 0; i < 15; i += 1) counter.seen(`s${i}`, NOON);
    expect(counter.lost).toBe(5);
    for (let i = 1; i <= 70; i += 1) counter.seen("s0", NOON + i * 10 * MINUTE);
    expect(counter.lost).toBe(5 + 7);
    await counter.close();
  });

  it("sends in commands of a bounded size, and the rest when it closes", async () => {
    const redis = new ScriptRedis();
    const counter = counterOf(commandOf(redis));
    for (let i = 0; i < 1201; i += 1) counter.seen(`s${i}`, NOON);
    await counter.close();
    expect(redis.commands).toBe(3);
    expect(redis.hashes.size).toBe(1201);
    expect(redis.expiries.get("{probity}:use:s7")).toBe(2 * 24 * 60 * MINUTE);
  });

  it.each([
    [{ flushMs: 10 }, "flushMs must be a whole number from 100 to 60000, got 10"],
    [{ timeoutMs: NaN }, "timeoutMs must be a whole number from 100 to 60000, got NaN"],
  ])("refuses %j", (options, message) => {
    expect(() => new RedisUseCounter({ command: () => Promise.resolve(), ...options })).toThrow(message);
  });
});

describe("the clients of Redis", () => {
  it("are asked by one function each, and count together", async () => {
    const redis = new ScriptRedis();
    await using server = await startRedisServer(redis);
    const io = new Redis(server.port, "127.0.0.1", { retryStrategy: () => null });
    const node = createClient({ url: `redis://127.0.0.1:${server.port}`, RESP: 2 });
    node.on("error", () => undefined); // the server goes away first
    await node.connect();
    const one = counterOf(([name, ...rest]) => io.call(name, ...rest));
    const other = counterOf((words) => node.sendCommand([...words]));
    one.seen("aa", NOON);
    await one.flush();
    other.seen("aa", NOON + 2 * MINUTE);
    await other.flush();
    one.seen("aa", NOON + 4 * MINUTE);
    await one.close();
    await other.close();
    expect(one.isAway || other.isAway).toBe(false);
    expect(redis.hashes.get("{probity}:use:aa")?.get("continuous")).toBe("240000");
    io.disconnect();
    node.destroy();
  });
});
