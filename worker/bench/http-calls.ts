import { randomInt } from "node:crypto";

/** Somebody signed in, with an address of their own: limits count both. */
export interface BenchPerson {
  readonly token: string;
  readonly id: string;
}

/** A request's headers for a person, or for nobody. */
const headersOf = (token: string | null): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${token}` };

/** Signs `count` people in, called `name` and a number. */
export async function signInMany(url: string, count: number, name = "bench"): Promise<BenchPerson[]> {
  const people: BenchPerson[] = [];
  for (let n = 0; n < count; n++) {
    const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;
    const response = await fetch(`${url}/api/dev/session`, {
      method: "POST",
      headers: { "content-type": "application/json", "cf-connecting-ip": address },
      body: JSON.stringify({ email: `${name}-${n}@example.test` }),
    });
    const { token, user } = (await response.json()) as { token: string; user: { id: string } };
    people.push({ token, id: user.id });
  }
  return people;
}

/** The JSON of one call. @throws For anything but 2xx. */
export async function askJson<T>(address: string, token: string | null, body?: object): Promise<T> {
  const response = await fetch(address, {
    headers: { ...headersOf(token), ...(body && { "content-type": "application/json" }) },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(address).pathname}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}

/** One call whose answer is read and thrown away. @throws For anything but 200: then something else was measured. */
export async function ask(address: string, token: string | null): Promise<void> {
  const response = await fetch(address, { headers: headersOf(token) });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${new URL(address).pathname}: ${response.status}`);
}
