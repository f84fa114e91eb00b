/**
 * Whether a name reads like that of a field or table rather than somebody's data: letters, few digits, no punctuation.
 */
export function isPlainName(name: string): boolean {
  return (
    name.length <= 64 && /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name) && !/\p{N}{4}|(?:\p{N}.*){6}/u.test(name)
  );
}

/** A path of fields as far as its steps are no data, or `isKnown` knows them. */
export function plainField(field: string, isKnown: (name: string) => boolean): string {
  if (isKnown(field)) return field;
  const steps = field.split(".");
  const hidden = steps.findIndex((step) => {
    const name = step.replace(/(?:\[\])+$/, "");
    return name !== "*" && !isKnown(name) && !isPlainName(name);
  });
  const shown = hidden === -1 ? steps : [...steps.slice(0, hidden), "*"];
  return shown.slice(0, 16).join(".").slice(0, 128);
}

/** The name of a table, collection or database: `user_10293` is `user_*`. */
export function plainTable(name: string): string {
  if (name === "") return "";
  const shown = name.replaceAll(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|\d{4,}|[\da-f]{16,}/gi, "*");
  return /^(?:[\p{L}\p{N}_$*-]{1,64}\.){0,2}[\p{L}\p{N}_$*-]{1,64}$/u.test(shown) ? shown : "*";
}

/** What is done: a word or two. */
export function plainOperation(operation: string): string {
  return operation === "" || /^[A-Za-z][A-Za-z_. -]{0,31}$/.test(operation) ? operation : "*";
}

/** The kind of a system, or a host, as it is configured; nothing that can't be one. */
export function plainHost(host: string): string {
  return host === "" || /^[\w.:[\]%/-]{1,128}$/.test(host) ? host.toLowerCase() : "*";
}
