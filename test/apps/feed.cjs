// A service that knows nothing of Probity, nor of OpenTelemetry. Who loads it gives what it uses, by require or by import.
exports.serveFeed = ({ http, pg }, { POSTGRES, NEXT, NEXT_BY_HTTP } = process.env) => {
  const pool = POSTGRES && new pg.Pool({ connectionString: POSTGRES, max: 1 });
  const server = http.createServer(async (req, res) => {
    await pool?.query("SELECT age, interests FROM readers WHERE id = $1", [req.headers["x-reader-id"]]);
    if (NEXT) await (await fetch(NEXT, { headers: { "x-reader-id": "r1" } })).arrayBuffer();
    if (NEXT_BY_HTTP) {
      await new Promise((done) => {
        http.get(NEXT_BY_HTTP, { headers: { "x-reader-id": "r1" } }, (next) =>
          next.resume().on("close", done),
        );
      });
    }
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ items: [{ isbn: "b1" }, { isbn: "b2" }] }));
  });
  server.listen(0, "127.0.0.1", () => console.log(`listening on ${server.address().port}`));
};
