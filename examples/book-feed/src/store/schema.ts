/** The tables of the feature store. Interests and the `ad` mark are filled after loading, by `load.ts`. */
export const schema = `
  CREATE TABLE IF NOT EXISTS readers (
    id int PRIMARY KEY,
    city text,
    state text,
    country text,
    age int,
    interests text[] NOT NULL DEFAULT '{}',
    deleted_tags text[] NOT NULL DEFAULT '{}',
    personalisation_off boolean NOT NULL DEFAULT false,
    personalisation_off_at timestamptz
  );
  CREATE TABLE IF NOT EXISTS books (
    isbn text PRIMARY KEY,
    title text NOT NULL,
    author text NOT NULL,
    year int NOT NULL,
    publisher text NOT NULL,
    ad boolean NOT NULL DEFAULT false
  );
  CREATE TABLE IF NOT EXISTS ratings (
    reader_id int NOT NULL,
    isbn text NOT NULL,
    rating smallint NOT NULL,
    PRIMARY KEY (reader_id, isbn)
  );
  CREATE TABLE IF NOT EXISTS interventions (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    surface text NOT NULL,
    isbn text NOT NULL,
    position int,
    factor double precision,
    operator text NOT NULL,
    approver text,
    reason text NOT NULL,
    ticket text,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    revoked_at timestamptz,
    revoked_by text
  );
`;
