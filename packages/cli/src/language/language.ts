/** The languages that people read the answers in. */
export type Language = "zh" | "en";

/** The language of an environment, by the order of precedence of POSIX. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = [env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]].find(
    (name) => name !== undefined && name !== "",
  );
  return locale?.toLowerCase().startsWith("zh") ? "zh" : "en";
}
