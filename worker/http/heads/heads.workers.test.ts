import { beforeEach, describe, expect, test } from "vitest";
import { call, json, ORIGIN, signIn } from "../testing/call.ts";
import { botHead } from "./page-head.ts";

const SHELL = `<!doctype html><html><head><meta charset="utf-8" /><title>BotCafe</title>
<meta name="description" content="The table." /></head><body><div id="app"></div></body></html>`;
const ASSETS = {
  fetch: async (request: Request) =>
    new URL(request.url).pathname === "/"
      ? new Response(SHELL, { headers: { "content-type": "text/html", etag: '"shell"' } })
      : new Response(null, { status: 404 }),
} as unknown as Fetcher;
const page = (path: string, options: Parameters<typeof call>[1] = {}) => call(path, { ...options, vars: { ASSETS } });

/** What a reader of the head gets of it, through the platform's own parser. */
async function headOf(response: Response) {
  const found = { title: "", metas: {} as Record<string, string>, canonical: null as string | null, elements: 0 };
  const rewriter = new HTMLRewriter()
    .on("*", {
      element: () => {
        found.elements += 1;
      },
    })
    .on("title", {
      text: ({ text }) => {
        found.title += text;
      },
    })
    .on("meta", {
      element: (meta) => {
        const name = meta.getAttribute("name") ?? meta.getAttribute("property");
        if (name !== null) found.metas[name] = decoded(meta.getAttribute("content") ?? "");
      },
    })
    .on('link[rel="canonical"]', {
      element: (link) => {
        found.canonical = link.getAttribute("href");
      },
    });
  await rewriter.transform(response).text();
  return { ...found, title: decoded(found.title) };
}

const decoded = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

let token = "";
let userId = "";
const post = async (path: string, body: unknown) => {
  const answer = await call(path, { json: body, token });
  expect([answer.status, path]).toEqual([201, path]);
  return json(answer);
};
const makeProfile = (more: object = {}) =>
  post("/api/creator-profiles", {
    username: "anna",
    display_name: "Anna Reyes",
    bio: "Small towns, big weather.",
    ...more,
  });
const makeBot = (more: object = {}) =>
  post("/api/bots", {
    name: "Mara Quill",
    slug: "mara",
    description: "Keeps a light. {{char}} waits for {{user}}.",
    system_prompt: "SECRET-PROMPT",
    sharing_visibility: "public",
    ...more,
  });

beforeEach(async () => {
  const person = await signIn("anna@example.org");
  token = person.token;
  userId = person.user?.id ?? "";
});

describe("heads of public pages", () => {
  test("[HEAD1] a public bot's page says who it is, where it is, and nothing it is told", async () => {
    await makeProfile();
    await makeBot();
    const answer = await page("/anna/mara");
    expect(answer.status).toBe(200);
    const text = await answer.clone().text();
    expect(text).not.toContain("SECRET-PROMPT");
    expect(text.match(/<title>/g)).toHaveLength(1);
    const { title, metas, canonical } = await headOf(answer);
    expect(title).toBe("Mara Quill by Anna Reyes · BotCafe");
    expect(canonical).toBe(`${ORIGIN}/anna/mara`);
    expect(metas).toMatchObject({
      description: "Keeps a light. Mara Quill waits for you.",
      "og:title": title,
      "og:url": canonical,
      "og:type": "website",
    });
    expect(metas).not.toHaveProperty("robots");
    expect(metas).not.toHaveProperty("og:image");
  });

  test("[HEAD1] a creator's page too; an unlisted one is told to no list of addresses", async () => {
    const { id } = await makeProfile();
    expect(await headOf(await page("/anna"))).toMatchObject({
      title: "Anna Reyes (@anna) · BotCafe",
      canonical: `${ORIGIN}/anna`,
      metas: { description: "Small towns, big weather.", "og:type": "profile" },
    });
    const profile_settings = { visibility: "unlisted", allow_collaborations: false, accept_commissions: false };
    const patch = { method: "PATCH", token, json: { profile_settings } };
    expect((await call(`/api/creator-profiles/${id}`, patch)).status).toBe(200);
    const { canonical, metas } = await headOf(await page("/anna"));
    expect([canonical, metas["robots"]]).toEqual([null, "noindex"]);
  });

  test.each([
    `"><script>alert(1)</script>`,
    `</title><script>alert(1)</script>`,
    `' onmouseover='alert(1)`,
    `--><img src=x onerror=alert(1)>`,
    `&lt;b&gt; &quot;&#39;`,
    "$& $1 $` $<x>",
    "]]><svg/onload=alert(1)>",
  ])("[HEAD2] %s is text wherever it stands", async (text) => {
    await makeProfile({ display_name: text, bio: text });
    await makeBot({ name: text, description: text });
    const { elements } = await headOf(await page("/discover"));
    for (const path of ["/anna", "/anna/mara"]) {
      const answer = await page(path);
      expect(await answer.clone().text()).not.toMatch(/<script|<img|<svg/);
      const head = await headOf(answer);
      expect(head.title).toContain(text);
      expect(head.metas["og:title"]).toBe(head.title);
      expect(head.metas["description"]).toBe(text);
      // The canonical link and its twin stand in the place of `noindex`, where there is one.
      expect(head.elements - elements).toBe(0);
    }
  });

  test("[HEAD2] nothing in a name turns the line around, breaks it, or is endless", async () => {
    await makeProfile({ display_name: "Anna\u202e\u2066 Rey\u200fes" });
    await makeBot({ name: "Ma\u202era\u2067 Q\nuill", description: `${"long ".repeat(2_000)}` });
    const { title, metas } = await headOf(await page("/anna/mara"));
    expect(title).toBe("Mara Q uill by Anna Reyes · BotCafe");
    expect([...(metas["description"] ?? "")].length).toBeLessThanOrEqual(200);
    expect(metas["description"]).toMatch(/long…$/);
  });

  test("[HEAD3] what is private and what is not there answer the same, byte for byte; its owner sees the page", async () => {
    await makeProfile();
    await makeBot({ sharing_visibility: "private", name: "Hidden One" });
    const [hidden, missing, nobody] = await Promise.all([page("/anna/mara"), page("/anna/none"), page("/no-creator")]);
    expect([hidden.status, missing.status, nobody.status]).toEqual([404, 404, 404]);
    const text = await hidden.clone().text();
    expect([await missing.text(), await nobody.text()]).toEqual([text, text]);
    expect(text).not.toMatch(/Hidden|mara|anna/);
    expect((await headOf(hidden)).metas["robots"]).toBe("noindex");

    const own = await page("/anna/mara", { token });
    expect([own.status, own.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(await own.text()).not.toMatch(/Hidden/);
  });

  test("[HEAD4] a public page is the same for everybody, whoever asks and whatever they send along", async () => {
    await makeProfile();
    await makeBot();
    const clean = await page("/anna/mara");
    const text = await clean.clone().text();
    expect(clean.headers.get("cache-control")).toBe("no-cache");
    for (const headers of [
      { "x-forwarded-host": "evil.example" },
      { "x-forwarded-proto": "gopher" },
      { "x-original-url": "/evil" },
      { forwarded: "host=evil.example" },
      { "accept-language": "xx" },
    ] as Record<string, string>[])
      expect(await (await page("/anna/mara?utm=evil", { headers })).text()).toBe(text);
    const signed = await page("/anna/mara", { token });
    expect([await signed.text(), signed.headers.get("set-cookie")]).toEqual([text, null]);
    expect(text).not.toContain(userId || "-");

    const etag = clean.headers.get("etag") ?? "";
    expect(etag).not.toBe('"shell"');
    const again = await page("/anna/mara", { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const head = await page("/anna/mara", { method: "HEAD" });
    expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, etag, ""]);
  });

  test("[HEAD5] a picture is ours or none; screens for one person alone are told to no list", async () => {
    expect((await headOf(await page("/discover"))).metas).toMatchObject({ "og:title": "Discover bots · BotCafe" });
    for (const path of ["/r/0199", "/join/secret-code", "/settings/keys"]) {
      const { metas, canonical } = await headOf(await page(path));
      expect([path, metas["robots"], canonical]).toEqual([path, "noindex", null]);
    }
    const face = { name: "Mara", description: "", creator: "Anna", username: "anna", slug: "mara" };
    const picture = "/media/0192f0c4-5a01-7a01-8a01-6d6172610001.webp";
    expect(botHead({ ...face, picture }).image).toBe(picture);
    for (const foreign of ["https://evil.example/x.png", "//evil.example/x", "/media/../api/me", "/media/x?y", 'x"'])
      expect(botHead({ ...face, picture: foreign }).image).toBeNull();
    const table = await page("/");
    expect(await table.text()).toBe(SHELL);
  });

  test("[HEAD6] an address given up leads to the new one", async () => {
    const { id } = await makeProfile();
    await makeBot();
    await call(`/api/creator-profiles/${id}`, { method: "PATCH", token, json: { username: "anna-reyes" } });
    for (const [from, to] of [
      ["/anna", "/anna-reyes"],
      ["/anna/mara", "/anna-reyes/mara"],
    ] as const) {
      const answer = await page(from);
      expect([answer.status, answer.headers.get("location")]).toEqual([302, to]);
      expect((await headOf(await page(to))).canonical).toBe(ORIGIN + to);
    }
  });
});
