import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../src/data/dataset.ts";
import { startLocalPostgres, type LocalPostgres } from "../src/store/local-postgres.ts";
import { isLoaded, loadDataset } from "../src/store/load.ts";
import { openStore, type Store } from "../src/store/store.ts";

const book = (isbn: string, author: string) => ({
  isbn,
  title: `Title ${isbn}`,
  author,
  year: 1999,
  publisher: "P",
});
const authors = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo"];

/** Reader 1 likes Bo's two books and one each of the others; reader 2 likes nothing. */
const dataset: Dataset = {
  users: [
    { id: 1, city: "lyon", state: undefined, country: "france", age: 239 },
    { id: 2, city: undefined, state: undefined, country: undefined, age: undefined },
  ],
  books: [...authors.map((author) => book(`1-${author}`, author)), book("2-Bo", "Bo")],
  ratings: [
    ...authors.map((author, at) => ({ userId: 1, isbn: `1-${author}`, rating: 10 - Math.floor(at / 2) })),
    { userId: 1, isbn: "2-Bo", rating: 7 },
    { userId: 2, isbn: "1-Ada", rating: 6 },
  ],
};

let postgres: LocalPostgres;
let store: Store;
beforeAll(async () => {
  postgres = await startLocalPostgres();
  store = await openStore(postgres.store);
  expect(await isLoaded(store)).toBe(false);
  await loadDataset(store, dataset, { adShare: 1 });
  expect(await isLoaded(store)).toBe(true);
}, 60_000);
afterAll(async () => {
  await store.close();
  await postgres.close();
});

describe("the feature store", () => {
  it("gives a reader back as loaded, with the five authors of most liked books as interests", async () => {
    expect(await store.readers.get(1)).toEqual({
      id: 1,
      profile: {
        city: "lyon",
        state: undefined,
        country: "france",
        age: 239,
        interests: ["Bo", "Ada", "Cy", "Di", "Ed"],
      },
      choices: { personalisationOff: false, personalisationOffAt: undefined, deletedTags: [] },
    });
  });

  it("leaves unknown what the source left empty, and gives no interests to one who liked nothing", async () => {
    const profile = { city: undefined, state: undefined, country: undefined, age: undefined, interests: [] };
    expect(await store.readers.get(2)).toMatchObject({ profile });
    expect(await store.readers.get(3)).toBeUndefined();
  });

  it("gives a reader's history, best first", async () => {
    expect((await store.readers.history(1)).map(({ isbn, rating }) => `${isbn} ${rating}`)).toEqual([
      "1-Ada 10",
      "1-Bo 10",
      "1-Cy 9",
      "1-Di 9",
      "1-Ed 8",
      "1-Flo 8",
      "2-Bo 7",
    ]);
  });

  it("lists books in the order asked for, without unknown ones, and says which are paid for", async () => {
    const books = await store.books.list(["2-Bo", "none", "1-Ada"]);
    expect(books).toEqual([
      { ...book("2-Bo", "Bo"), ad: true },
      { ...book("1-Ada", "Ada"), ad: true },
    ]);
  });

  it("keeps the time of the first switching-off, and forgets it when switched on", async () => {
    const first = new Date("2026-01-01T00:00:00Z");
    await store.readers.setPersonalisation(2, true, first);
    await store.readers.setPersonalisation(2, true, new Date("2026-02-01T00:00:00Z"));
    expect((await store.readers.get(2))?.choices).toMatchObject({
      personalisationOff: true,
      personalisationOffAt: first,
    });
    await store.readers.setPersonalisation(2, false, new Date());
    expect((await store.readers.get(2))?.choices).toMatchObject({
      personalisationOff: false,
      personalisationOffAt: undefined,
    });
    expect(await store.readers.setPersonalisation(3, true, first)).toBe(false);
  });

  it("answers many questions at once, each with its own answer", async () => {
    const ids = Array.from({ length: 100 }, (_, at) => (at % 2) + 1);
    const [readers, histories] = await Promise.all([
      Promise.all(ids.map((id) => store.readers.get(id))),
      Promise.all(ids.map((id) => store.readers.history(id))),
    ]);
    expect(readers.map((reader) => reader?.id)).toEqual(ids);
    expect(histories.map((history) => history.length)).toEqual(ids.map((id) => (id === 1 ? 7 : 1)));
  });

  it("answers on a connection that takes the place of one that was closed", async () => {
    await store.readers.get(1);
    const connection = await store.pool.connect();
    connection.release(true);
    // The socket server takes the next connection when it has seen the last one go.
    const asked = (): Promise<number | string | undefined> =>
      store.readers.get(1).then((reader) => reader?.id, String);
    await expect.poll(asked).toBe(1);
  });

  it("may be closed twice, and refuses questions from then on", async () => {
    await Promise.all([store.close(), store.close()]);
    await expect(store.readers.get(1)).rejects.toThrow();
    await postgres.close();
  });
});
