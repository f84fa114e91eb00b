/** A request of undici, of which the global `fetch` is a part. */
export interface UndiciRequest {
  readonly origin: string | URL;
  /** Names and values in turn; of version 5 a text of lines. */
  headers: string | (string | string[])[];
}

/** The value of a header, several as one, separated by commas; empty without. */
export function getHeader({ headers }: UndiciRequest, name: string): string {
  if (typeof headers === "string") return lineOf(name).exec(headers)?.[1] ?? "";
  const at = placeOf(headers, name);
  return at === -1 ? "" : String(headers[at + 1]);
}

export function setHeader(request: UndiciRequest, name: string, value: string): void {
  const { headers } = request;
  if (typeof headers === "string") {
    request.headers = `${headers.replace(lineOf(name), "")}${name}: ${value}\r\n`;
    return;
  }
  const at = placeOf(headers, name);
  if (at === -1) headers.push(name, value);
  else headers[at + 1] = value;
}

function placeOf(headers: readonly (string | string[])[], name: string): number {
  return headers.findIndex((each, i) => i % 2 === 0 && String(each).toLowerCase() === name);
}

function lineOf(name: string): RegExp {
  return new RegExp(`^${name}: (.*)\r\n`, "im");
}
