import { Router, type Request } from "express";
import { z } from "zod";
import { BookFeedError } from "../errors.ts";
import type { Reader } from "../store/readers.ts";
import type { AppContext } from "./app.ts";
import { askingReader, wholeNumber } from "./identity.ts";
import { validate } from "./validate.ts";

const personalisation = z.strictObject({ off: z.boolean() });

/** What a reader may see and choose: their own profile, personalisation on or off, their interest tags. */
export function readerRoutes({ store, now }: AppContext): Router {
  /** The reader of the path, who must be the one who asks. */
  const own = async (req: Request): Promise<Reader> => {
    const reader = await askingReader(req, store);
    if (reader.id !== wholeNumber(req.params["id"])) {
      throw new BookFeedError("FORBIDDEN", "a reader may only see and change their own data");
    }
    return reader;
  };

  return Router()
    .get("/:id", async (req, res) => {
      res.json(await own(req));
    })
    .post("/:id/personalisation", async (req, res) => {
      const { id } = await own(req);
      const { off } = validate(personalisation, req.body);
      await store.readers.setPersonalisation(id, off, now());
      res.json(await own(req));
    })
    .delete("/:id/interests/:tag", async (req, res) => {
      const { id } = await own(req);
      const deleted = await store.readers.deleteInterest(id, req.params.tag);
      if (!deleted) throw new BookFeedError("NOT_FOUND", "the reader has no such interest tag");
      res.status(204).end();
    });
}
