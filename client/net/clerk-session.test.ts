import { expect, test } from "vitest";
import { createClerkSession } from "./clerk-session.ts";

const NOW_MS = 1_800_000_000_000;

/** A token that lives for so many seconds more. Nobody here checks its signature. */
const token = (lifeS: number, changes: object = {}) => {
  const claims = { iss: "https://clerk.cafe.example", sid: "sess_1", exp: NOW_MS / 1_000 + lifeS, ...changes };
  return `h.${btoa(JSON.stringify(claims)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}.s`;
};

/** A browser's cookies, and a Clerk that answers `answer`. */
function browser(first: Record<string, string>, answer: () => Response) {
  const jar = new Map(Object.entries(first));
  const asked: string[] = [];
  const session = createClerkSession({
    fetch: async (address, init) => {
      asked.push(`${init.method} ${address} ${init.credentials}`);
      return answer();
    },
    nowMs: () => NOW_MS,
    cookies: {
      read: () => [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      write: (line) => {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (line.includes("Max-Age=0")) jar.delete(name);
        else jar.set(name, value);
      },
    },
    isSecure: true,
  });
  return { jar, asked, session };
}
const minted = (jwt: string) => () => Response.json({ object: "token", jwt });

test("[CLI96] a token about to end is followed by the next, in every cookie it stands in, asked for once", async () => {
  const next = token(60);
  const it = browser({ __session: token(5), __session_ab: token(4), other: "x" }, minted(next));
  await Promise.all([it.session.renew(), it.session.renew()]);
  expect(it.asked).toEqual(["POST https://clerk.cafe.example/v1/client/sessions/sess_1/tokens include"]);
  expect(Object.fromEntries(it.jar)).toEqual({ __session: next, __session_ab: next, other: "x" });
});

test("[CLI96] a token with time left is left alone, and one that says nothing too", async () => {
  for (const value of [token(40), "x", token(1, { iss: "http://evil.example" }), token(1, { sid: "../.." })]) {
    const it = browser({ __session: value }, minted(token(60)));
    await it.session.renew();
    expect(it.asked).toEqual([]);
    expect(it.jar.get("__session")).toBe(value);
  }
});

test("[CLI96] a sign-in that is over at Clerk is over here; what Clerk cannot say now is asked again", async () => {
  const over = browser({ __session: token(-9) }, () => new Response(null, { status: 404 }));
  await over.session.renew();
  expect(over.jar.has("__session")).toBe(false);
  const broken = browser({ __session: token(-9) }, () => new Response(null, { status: 503 }));
  await broken.session.renew();
  await broken.session.renew();
  expect([broken.jar.has("__session"), broken.asked.length]).toEqual([true, 2]);
});

test("[CLI96] a development instance is named by its own cookie, and signing out ends the sign-in at Clerk", async () => {
  const it = browser({ __session: token(40), __clerk_db_jwt: "dvb_1" }, () => Response.json({}));
  await it.session.end();
  expect(it.asked).toEqual([
    "POST https://clerk.cafe.example/v1/client/sessions/sess_1/remove?__clerk_db_jwt=dvb_1 include",
  ]);
});
