/** What the URL of a store looks like. */
export const STORE_URL =
  "a URL such as https://clickhouse.example:8443, without user name, password or query";

/** A URL of ClickHouse's HTTP interface. Credentials have keys of their own, where they are not printed. */
export function isStoreUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return (protocol === "http:" || protocol === "https:") && username + password + search + hash === "";
}
