// A service that knows nothing of Probity, nor of OpenTelemetry. Who loads it gives what it uses, by require or by import.
const { env, stdout } = require("node:process");

exports.serveFeed = async ({ http, pg, mysql, Redis, redis }) => {
  const { POSTGRES, MYSQL, REDIS, NEXT, NEXT_BY_HTTP } = env;
  const readers = POSTGRES && new pg.Pool({ connectionString: POSTGRES, max: 1 });
  const countries = MYSQL && mysql.createPool({ host: "127.0.0.1", port: Number(MYSQL), connectionLimit: 1 });
  const tags = REDIS && new Redis({ host: "127.0.0.1", port: Number(REDIS) });
  const cities = REDIS && redis.createClient({ url: `redis://127.0.0.1:${REDIS}` });
  await cities?.connect();

  const server = http.createServer(async (req, res) => {
    const reader = req.headers["x-reader-id"];
    const headers = { "x-reader-id": reader ?? "" };
    await readers?.query("SELECT age FROM readers WHERE id = $1", [reader]);
    await countries?.promise().query("SELECT country FROM readers WHERE id = 4711");
    await tags?.hgetall(`user:${reader}:tags`);
    await cities?.get(`user:${reader}:city`);
    if (NEXT) await (await globalThis.fetch(`${NEXT}${req.url}`, { headers })).arrayBuffer();
    if (NEXT_BY_HTTP) {
      await new Promise((done) => {
        http.get(`${NEXT_BY_HTTP}${req.url}`, { headers }, (next) => next.resume().on("close", done));
      });
    }
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ items: [{ isbn: "b1" }, { isbn: "b2" }] }));
  });
  server.listen(0, "127.0.0.1", () => stdout.write(`listening on ${server.address().port}\n`));
};
