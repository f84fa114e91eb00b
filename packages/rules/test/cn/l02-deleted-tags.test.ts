import { describe, expect, it } from "vitest";
import { l02 } from "../../src/cn/l02-deleted-tags.ts";
import { catalogOf, type Given, hitOf } from "../facts.ts";

const many = Array.from({ length: 1000 }, (_, n) => `tag-${String(n)}`);

describe("L02, tags that the user deleted", () => {
  it.each<[string, readonly string[], readonly string[], number]>([
    ["one of several", ["football", "opera"], ["opera"], 1],
    ["each tag once, however often it was read", ["opera", "opera", "chess"], ["opera", "chess"], 2],
    ["some of very many", many, ["tag-0", "tag-999", "tag-1000"], 2],
    ["all of very many", many, many, 1000],
  ])("counts %s", (_, tagsUsed, deletedTags, count) => {
    const hit = hitOf(l02, catalogOf(), { tagsUsed, subject: { deletedTags } });
    expect(hit).toEqual({ features: [], detail: `deleted_tags_used=${String(count)}` });
  });

  it.each<[string, Given]>([
    ["tags that nobody deleted", { tagsUsed: ["opera"], subject: { deletedTags: ["chess"] } }],
    [
      "very many that nobody deleted",
      { tagsUsed: many, subject: { deletedTags: many.map((tag) => `${tag}!`) } },
    ],
    ["deleted tags that were not used", { subject: { deletedTags: ["opera"] } }],
    ["a subject who deleted none", { tagsUsed: ["opera"] }],
    ["another spelling", { tagsUsed: ["Opera"], subject: { deletedTags: ["opera"] } }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(l02, catalogOf(), given)).toBeUndefined();
  });
});
