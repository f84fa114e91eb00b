/** What a search finds, as far as it matters here. */
export interface Found {
  readonly features: readonly { readonly name: string; readonly lifecycle?: object }[];
}

/** Somebody who is logged in, and what Unleash answers them. */
export interface Admin {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Found>;
  readonly post: (path: string, body?: unknown) => Promise<void>;
}

/** Logs in as the user that Unleash makes when it starts for the first time. */
export async function logIn(url: string): Promise<Admin> {
  const json = { "content-type": "application/json" };
  const login = await fetch(`${url}/auth/simple/login`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ username: "admin", password: "unleash4all" }),
  });
  // The session is stored before the answer's last byte, and not before its first.
  const said = await login.text();
  if (!login.ok) throw new Error(`the login was answered with ${login.status}: ${said}`);
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";

  async function ask(
    path: string,
    init: RequestInit,
    more: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const answer = await fetch(url + path, { ...init, headers: { ...json, cookie, ...more } });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
    return answer;
  }

  return {
    get: async (path, headers = {}) => (await (await ask(path, {}, headers)).json()) as Found,
    post: async (path, body) => {
      const answer = await ask(path, { method: "POST", body: JSON.stringify(body ?? {}) }, {});
      await answer.arrayBuffer();
    },
  };
}
