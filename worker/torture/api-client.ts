import { randomBytes } from "node:crypto";

/** Addresses as Cloudflare would name them: all clients of a run come from one machine, which counts as a flood. */
export const someAddress = (): string => `10.${[...randomBytes(3)].join(".")}`;

/** A signed-in caller of the HTTP API, as an outside client would be. */
export class ApiClient {
  readonly url: string;
  token = "";
  userId = "";
  readonly #address = someAddress();

  constructor(url: string) {
    this.url = url;
  }

  async signIn(email: string): Promise<this> {
    const { token, user } = await this.post<{ token: string; user: { id: string } }>("/api/dev/session", { email });
    this.token = token;
    this.userId = user.id;
    return this;
  }

  async get<T>(path: string): Promise<T> {
    return await this.#call<T>(path, {});
  }

  async post<T>(path: string, body: object): Promise<T> {
    const headers = { "content-type": "application/json" };
    return await this.#call<T>(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async patch<T>(path: string, body: object): Promise<T> {
    const headers = { "content-type": "application/json" };
    return await this.#call<T>(path, { method: "PATCH", headers, body: JSON.stringify(body) });
  }

  async upload<T>(path: string, file: Blob, name: string): Promise<T> {
    const body = new FormData();
    body.append("file", file, name);
    return await this.#call<T>(path, { method: "POST", body });
  }

  /** A call; told that it asks too often it waits as long as it was told to, and asks again. */
  async #call<T>(path: string, init: RequestInit): Promise<T> {
    const headers = {
      ...(init.headers as Record<string, string>),
      "cf-connecting-ip": this.#address,
      ...(this.token && { authorization: `Bearer ${this.token}` }),
    };
    const response = await fetch(this.url + path, { ...init, headers });
    const text = await response.text();
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after") ?? 1);
      await new Promise((done) => setTimeout(done, seconds * 1_000));
      return await this.#call<T>(path, init);
    }
    if (!response.ok) throw new Error(`${init.method ?? "GET"} ${path}: ${response.status} ${text.slice(0, 400)}`);
    return JSON.parse(text) as T;
  }
}

/** Between two questions of `eventually`: quick at first, then slow enough for an account's rate limit. */
const FIRST_WAIT_MS = 25;
const LONGEST_WAIT_MS = 400;

/** Asks until `check` is content. @throws With the last answer when it never is. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  check: (answer: T) => boolean,
  withinMs = 30_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
    const answer = await ask();
    if (check(answer)) return answer;
    if (Date.now() > end)
      throw new Error(`still not so after ${withinMs} ms: ${JSON.stringify(answer)?.slice(0, 600)}`);
    await new Promise((done) => setTimeout(done, wait));
  }
}
