import { expect, test } from "vitest";
import { type Env, settings } from "../env.ts";
import { contentSecurityPolicy, withSecurityHeaders } from "./security-headers.ts";

const embedded = settings({} as Env);

test("[HTTP4] HSTS stands only on what came over TLS", () => {
  const plain = withSecurityHeaders(new Response("x"), embedded, false);
  const secure = withSecurityHeaders(new Response("x"), embedded, true);
  expect(plain.headers.has("strict-transport-security")).toBe(false);
  expect(secure.headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
});

test("[HTTP4] a stricter policy of an answer stays, status and cookies too", () => {
  const headers = new Headers({ "content-security-policy": "default-src 'none'; sandbox" });
  headers.append("set-cookie", "a=1");
  headers.append("set-cookie", "b=2");
  const response = withSecurityHeaders(new Response("x", { status: 201, headers }), embedded, false);
  expect(response.status).toBe(201);
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});

test("[HTTP4] answers given before the settings could be read allow nothing", () => {
  const response = withSecurityHeaders(new Response("x"), null, false);
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'");
});

test("[HTTP4] Clerk's own host may be asked where Clerk is configured, only a host, and nothing of it runs", () => {
  const withKey = (name: string) =>
    contentSecurityPolicy(settings({ CLERK_JWT_KEY: "x", CLERK_PUBLISHABLE_KEY: `pk_live_${btoa(name)}` } as Env));
  const asked = " https://clerk.cafe.example";
  expect(withKey("clerk.cafe.example$")).toContain(`${asked};`);
  expect(withKey("clerk.cafe.example$").replace(asked, "")).toBe(contentSecurityPolicy(embedded));
  expect(withKey("evil; script-src *$")).not.toContain("*");
});
