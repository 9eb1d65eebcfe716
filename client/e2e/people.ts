import { type BrowserContext, expect } from "@playwright/test";
import { ApiClient } from "../../worker/torture/api-client.ts";

/** Somebody with an account, and the HTTP API in their name. */
export interface Person {
  readonly email: string;
  readonly api: ApiClient;
}

let people = 0;

/** A person nobody has met; known by `name` where one is given. */
export async function newPerson(url: string, name?: string): Promise<Person> {
  const email = `person-${process.pid}-${++people}@example.test`;
  // The first sign-in makes the account, and with it the name.
  if (name !== undefined) await new ApiClient(url).post("/api/dev/session", { email, displayName: name });
  return { email, api: await new ApiClient(url).signIn(email) };
}

/** Signs `who` in on a device, by the cookie the sign-in page would get. */
export async function signIn(context: BrowserContext, url: string, who: Person): Promise<void> {
  const answer = await context.request.post(`${url}/api/dev/session`, { data: { email: who.email } });
  expect(answer.ok(), await answer.text()).toBe(true);
}
