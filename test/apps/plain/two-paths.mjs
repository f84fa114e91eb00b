// A service with a feed for whom it knows, and one for everybody. It knows nothing of Probity.
import { createServer } from "node:http";

const items = { "/feed": [{ isbn: "b1" }], "/hot": [{ isbn: "top" }] };

const server = createServer((req, res) => {
  res.setHeader("content-type", "application/json");
  res.end(JSON.stringify({ items: items[req.url] ?? [], path: req.url }));
});
server.listen(0, "127.0.0.1", () => console.log(`listening on ${server.address().port}`));
