import type { SqlDialect } from "../../src/sql/dialect.ts";

/** A statement as a library writes it, and what it reads: `table: selected | filtered`, with `*` for all columns. */
export interface Statement {
  readonly by: string;
  readonly dialect: SqlDialect["name"];
  readonly text: string;
  readonly reads: readonly string[];
}

const sql = String.raw;

export const STATEMENTS: readonly Statement[] = [
  {
    by: "Sequelize, with an include",
    dialect: "postgresql",
    text: sql`SELECT "User"."id", "User"."name", "Posts"."id" AS "Posts.id", "Posts"."title" AS "Posts.title", "Posts->Comments"."body" AS "Posts.Comments.body" FROM "Users" AS "User" LEFT OUTER JOIN "Posts" AS "Posts" ON "User"."id" = "Posts"."userId" AND "Posts"."hidden" IS NOT TRUE LEFT OUTER JOIN "Comments" AS "Posts->Comments" ON "Posts"."id" = "Posts->Comments"."postId" WHERE "User"."id" IN ($1, $2, $3) ORDER BY "Posts"."createdAt" DESC;`,
    reads: ["Users: id name |", "Posts: createdAt id title | hidden", "Comments: body |"],
  },
  {
    by: "Sequelize, a page of rows with locks",
    dialect: "postgresql",
    text: sql`SELECT "id", "first_name" AS "firstName" FROM "readers" AS "Reader" WHERE "Reader"."age" >= 18 AND "Reader"."city" = 'x' ORDER BY "Reader"."score" DESC LIMIT 10 OFFSET 20 FOR UPDATE OF "Reader" SKIP LOCKED;`,
    reads: ["readers: score id first_name | age"],
  },
  {
    by: "Sequelize, JSON",
    dialect: "mysql",
    text: "SELECT `id`, json_unquote(json_extract(`data`,'$.address.city')) AS `city` FROM `readers` AS `r` WHERE json_extract(`r`.`data`,'$.address.zip') > 10",
    reads: ["readers: id data.address.city | data.address.zip"],
  },
  {
    by: "Prisma, findMany",
    dialect: "postgresql",
    text: sql`SELECT "public"."User"."id", "public"."User"."email", COALESCE("aggr_selection_0_Post"."_aggr_count_posts", 0) AS "_aggr_count_posts" FROM "public"."User" LEFT JOIN (SELECT "public"."Post"."authorId", COUNT(*) AS "_aggr_count_posts" FROM "public"."Post" WHERE 1=1 GROUP BY "public"."Post"."authorId") AS "aggr_selection_0_Post" ON ("public"."User"."id" = "aggr_selection_0_Post"."authorId") WHERE ("public"."User"."id" = $1 AND 1=1) LIMIT $2 OFFSET $3`,
    reads: ["public.User: id email |", "public.Post: authorId |"],
  },
  {
    by: "Prisma, a relation by a join",
    dialect: "postgresql",
    text: sql`SELECT "t1"."id", "t1"."email", "User_posts"."__prisma_data__" AS "posts" FROM "public"."User" AS "t1" LEFT JOIN LATERAL (SELECT COALESCE(JSONB_AGG("__prisma_data__"), '[]') AS "__prisma_data__" FROM (SELECT "t3"."__prisma_data__" FROM (SELECT JSONB_BUILD_OBJECT('id', "t2"."id", 'title', "t2"."title") AS "__prisma_data__" FROM (SELECT "t2".* FROM "public"."Post" AS "t2" WHERE "t1"."id" = "t2"."authorId" /* root select */) AS "t2" /* inner select */) AS "t3" /* middle select */) AS "t4" /* outer select */) AS "User_posts" ON TRUE WHERE "t1"."id" = $1 LIMIT $2`,
    reads: ["public.User: id email |", "public.Post: id title |"],
  },
  {
    by: "Prisma, SQLite",
    dialect: "sqlite",
    text: "SELECT `main`.`User`.`id`, `main`.`User`.`email` FROM `main`.`User` WHERE (`main`.`User`.`age` < ? AND 1=1) LIMIT ? OFFSET ?",
    reads: ["main.User: id email | age"],
  },
  {
    by: "Drizzle, a relational query",
    dialect: "postgresql",
    text: sql`select "users"."id", "users"."name", "users_posts"."data" as "posts" from "users" "users" left join lateral (select coalesce(json_agg(json_build_array("users_posts"."id", "users_posts"."content")), '[]'::json) as "data" from "posts" "users_posts" where "users_posts"."owner_id" = "users"."id") "users_posts" on true order by "users"."id" asc limit $1`,
    reads: ["users: id name |", "posts: id content |"],
  },
  {
    by: "Drizzle, MySQL",
    dialect: "mysql",
    text: "select `users`.`id`, `users_posts`.`data` as `posts` from `users` left join lateral (select coalesce(json_arrayagg(json_array(`users_posts`.`id`, `users_posts`.`content`)), json_array()) as `data` from (select * from `posts` `users_posts` where `users_posts`.`owner_id` = `users`.`id`) `users_posts`) `users_posts` on true",
    reads: ["users: id |", "posts: id content |"],
  },
  {
    by: "Drizzle, SQLite",
    dialect: "sqlite",
    text: `select "id", "name" from "users" where "users"."id" = ? limit ?`,
    reads: ["users: id name |"],
  },
  {
    by: "TypeORM, the ids of a page",
    dialect: "postgresql",
    text: sql`SELECT DISTINCT "distinctAlias"."User_id" AS "ids_User_id" FROM (SELECT "User"."id" AS "User_id", "User"."name" AS "User_name", "User__User_photos"."id" AS "User__User_photos_id" FROM "user" "User" LEFT JOIN "photo" "User__User_photos" ON "User__User_photos"."userId"="User"."id" WHERE (("User"."age" > $1))) "distinctAlias" ORDER BY "User_id" ASC LIMIT 1`,
    reads: ["user: id | age", "photo: |"],
  },
  {
    by: "Knex, a count of a sub-query",
    dialect: "postgresql",
    text: sql`select count(*) as "count" from (select distinct "users"."id" from "users" where "users"."deleted" is null) as "t"`,
    reads: ["users: | deleted"],
  },
  {
    by: "Knex, a union",
    dialect: "mysql",
    text: "select `name` from `users` where `id` = ? union all (select `title` from `books` where `rating` > ? order by `sold` desc) limit ?",
    reads: ["users: name |", "books: sold title | rating"],
  },
  {
    by: "Knex, writing and reading back",
    dialect: "postgresql",
    text: sql`insert into "users" ("email", "name") values ($1, $2), ($3, $4) on conflict ("email") do update set "name" = excluded."name" returning "id", "name"`,
    reads: ["users: id name |"],
  },
  {
    by: "hand: common table expressions",
    dialect: "postgresql",
    text: sql`WITH recent AS MATERIALIZED (SELECT reader, max(at) AS last FROM visits GROUP BY reader), best(reader, n) AS (SELECT reader, count(*) FROM likes WHERE kind <> $1 GROUP BY 1) SELECT r.name, recent.last, best.n FROM readers r JOIN recent ON recent.reader = r.id LEFT JOIN best USING (reader)`,
    reads: ["visits: reader at |", "likes: | kind", "readers: name |"],
  },
  {
    by: "hand: a recursive query",
    dialect: "postgresql",
    text: sql`WITH RECURSIVE tree AS (SELECT id, parent, label FROM topics WHERE id = $1 UNION ALL SELECT t.id, t.parent, t.label FROM topics t JOIN tree ON t.parent = tree.id) SELECT label FROM tree`,
    reads: ["topics: label |"],
  },
  {
    by: "hand: whole rows",
    dialect: "postgresql",
    text: sql`SELECT u.*, row_to_json(p) FROM users u, LATERAL (SELECT title FROM posts WHERE posts.user_id = u.id ORDER BY created DESC LIMIT 1) p`,
    reads: ["users: * |", "posts: created title |"],
  },
  {
    by: "hand: windows, filters, casts",
    dialect: "postgresql",
    text: sql`SELECT id, row_number() OVER (PARTITION BY author ORDER BY score DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), count(*) FILTER (WHERE kind = 'x'), price::numeric(10,2), created AT TIME ZONE 'UTC' FROM books`,
    reads: ["books: id author score kind price created |"],
  },
  {
    by: "hand: vectors",
    dialect: "postgresql",
    text: sql`SELECT b.id, b.embedding <=> $1 AS distance FROM books b WHERE b.embedding <=> $1 < 0.5 ORDER BY distance LIMIT 50`,
    reads: ["books: embedding id | embedding"],
  },
  {
    by: "hand: JSON operators, keys that nobody declared",
    dialect: "postgresql",
    text: sql`SELECT data->'address'->>'city', data#>>'{address,zip}', data->>'alice', tags->0 FROM readers WHERE data->>'city' = 'x' AND (data->'address'->>'zip')::int > 3`,
    reads: ["readers: data.address.city data.address.zip data.* tags.* | data.address.zip"],
  },
  {
    by: "hand: sub-queries",
    dialect: "postgresql",
    text: sql`SELECT (SELECT count(f.id) FROM follows f WHERE f.target = u.id AND f.muted) AS n FROM users u WHERE EXISTS (SELECT 1 FROM blocks b WHERE b.a = u.id) AND u.city IN (SELECT city FROM places WHERE open)`,
    reads: ["users: |", "blocks: |", "places: | open city", "follows: id | muted"],
  },
  {
    by: "hand: columns of no certain table",
    dialect: "mysql",
    text: "SELECT name, age FROM users JOIN profiles ON users.id = profiles.user_id ORDER BY score",
    reads: ["users: |", "profiles: |", "?: score name age"],
  },
  {
    by: "hand: MySQL's own",
    dialect: "mysql",
    text: "SELECT SQL_CALC_FOUND_ROWS t.a, GROUP_CONCAT(t.b ORDER BY t.c SEPARATOR ', '), DATE_ADD(t.d, INTERVAL 1 DAY), CONVERT(t.e USING utf8mb4), IF(t.f > 1, 'x', \"y\") FROM t USE INDEX (i1) WHERE MATCH(t.g) AGAINST ('x' IN BOOLEAN MODE) AND t.h <=> ? GROUP BY t.i WITH ROLLUP LOCK IN SHARE MODE",
    reads: ["t: i a b c d e f | g"],
  },
  {
    by: "hand: SQLite's own",
    dialect: "sqlite",
    text: "SELECT [first name], t.a FROM [readers] t INDEXED BY i WHERE t.b GLOB 'x*' AND t.c NOT NULL AND t.d == :id ORDER BY random()",
    reads: ["readers: first name a | b c"],
  },
  {
    by: "hand: copying",
    dialect: "postgresql",
    text: sql`INSERT INTO feed (reader, book) SELECT r.id, b.id FROM readers r CROSS JOIN books b WHERE b.rating > 4 ON CONFLICT DO NOTHING`,
    reads: ["readers: id |", "books: id | rating"],
  },
  {
    by: "hand: deleting and reading back",
    dialect: "postgresql",
    text: sql`DELETE FROM sessions s USING users WHERE s.user_id = users.id AND users.age < 14 RETURNING s.device, *`,
    reads: ["sessions: * device |"],
  },
  {
    by: "hand: a CTE that writes",
    dialect: "postgresql",
    text: sql`WITH moved AS (UPDATE readers SET seen = now() WHERE id = $1 RETURNING id, city) SELECT city FROM moved`,
    reads: ["readers: city |"],
  },
  {
    by: "hand: nothing but a write",
    dialect: "mysql",
    text: "UPDATE `readers` SET `seen` = `seen` + 1 WHERE `id` = 3",
    reads: [],
  },
  { by: "hand: no table", dialect: "postgresql", text: "SELECT 1, now()", reads: [] },
];
