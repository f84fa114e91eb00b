const SQL = [
  ...["INSERT", "UPDATE", "DELETE", "MERGE", "UPSERT", "REPLACE", "TRUNCATE", "COPY", "LOCK"],
  ...["BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "RESET", "USE"],
];

const BY_SYSTEM: Readonly<Record<string, readonly string[]>> = {
  redis: [
    ...["SET", "SETEX", "PSETEX", "SETNX", "MSET", "DEL", "UNLINK", "EXPIRE", "PEXPIRE", "PERSIST", "RENAME"],
    ...["INCR", "INCRBY", "DECR", "DECRBY", "APPEND", "HSET", "HMSET", "HSETNX", "HDEL", "HINCRBY"],
    ...[
      "SADD",
      "SREM",
      "ZADD",
      "ZREM",
      "ZINCRBY",
      "LPUSH",
      "RPUSH",
      "LTRIM",
      "LREM",
      "PFADD",
      "XADD",
      "XACK",
    ],
    ...["PUBLISH", "PING", "AUTH", "HELLO", "SELECT", "CLIENT", "INFO", "MULTI", "EXEC", "WATCH", "QUIT"],
  ],
  mongodb: [
    ...["insert", "insertOne", "insertMany", "update", "updateOne", "updateMany", "replaceOne"],
    ...["delete", "deleteOne", "deleteMany", "bulkWrite", "createIndexes", "endSessions", "hello", "ping"],
  ],
  kafka: ["publish", "send", "produce", "create"],
};

/** Whether an operation reads nothing, as far as its name says: it writes, or has to do with the connection. */
export function isWriting(system: string, operation: string): boolean {
  const kind = system.toLowerCase();
  const known = BY_SYSTEM[kind] ?? (kind === "http" || kind === "grpc" ? [] : SQL);
  const [first = ""] = operation.split(" ");
  return known.some((each) => each.toLowerCase() === first.toLowerCase());
}
