/** What a command does, and which of its arguments are keys and fields. */
export interface RedisCommand {
  readonly reads: "value" | "fields" | "hash" | "json" | "nothing";
  /** Which arguments are keys: the first, all, or as many as the second argument says, after it. */
  readonly keys: "first" | "all" | "counted" | "none";
}

function each(names: string, command: RedisCommand): [string, RedisCommand][] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, command]);
}

const COMMANDS: ReadonlyMap<string, RedisCommand> = new Map([
  ...each("HGET HMGET HEXISTS HSTRLEN HGETDEL HGETEX", { reads: "fields", keys: "first" }),
  ...each("HGETALL HVALS HKEYS HSCAN HRANDFIELD HLEN", { reads: "hash", keys: "first" }),
  ...each("JSON.GET JSON.STRLEN JSON.ARRLEN JSON.OBJKEYS JSON.TYPE", { reads: "json", keys: "first" }),
  ...each("MGET SINTER SUNION SDIFF PFCOUNT", { reads: "value", keys: "all" }),
  ...each("EVAL EVALSHA EVAL_RO EVALSHA_RO FCALL FCALL_RO", { reads: "value", keys: "counted" }),
  ...each(
    `SET SETEX PSETEX SETNX SETRANGE SETBIT MSET MSETNX APPEND INCR INCRBY INCRBYFLOAT DECR DECRBY HSET HMSET HSETNX
     HINCRBY HINCRBYFLOAT HDEL DEL UNLINK EXPIRE PEXPIRE EXPIREAT PEXPIREAT PERSIST RENAME LPUSH RPUSH LPUSHX RPUSHX
     LSET LINSERT LTRIM LREM SADD SREM SMOVE ZADD ZREM ZINCRBY ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREMRANGEBYLEX XADD XDEL
     XTRIM XACK GEOADD PFADD PUBLISH SPUBLISH JSON.SET JSON.DEL JSON.MSET JSON.MERGE TOUCH HEXPIRE HPEXPIRE`,
    { reads: "nothing", keys: "first" },
  ),
  ...each(
    `PING ECHO AUTH HELLO QUIT RESET SELECT CLIENT CLUSTER COMMAND CONFIG INFO MULTI EXEC DISCARD WATCH UNWATCH
     SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE SUNSUBSCRIBE READONLY READWRITE ASKING SCRIPT FUNCTION
     MONITOR SLOWLOG LATENCY MEMORY ACL CONNECT WAIT DBSIZE TIME ROLE SENTINEL MODULE DEBUG`,
    { reads: "nothing", keys: "none" },
  ),
]);

const OTHER: RedisCommand = { reads: "value", keys: "first" };

/** What is known of a command; one that is not known reads the value of its first key. */
export function redisCommand(name: string): RedisCommand {
  return COMMANDS.get(name) ?? OTHER;
}
