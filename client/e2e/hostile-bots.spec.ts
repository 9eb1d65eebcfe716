import { HOSTILE_MARKDOWN } from "../ui/markdown/testing/hostile-markdown.ts";
import { ASK_FOR_SPEECH } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

/** A share that fits into one message, without the fences that would swallow the rest and what the API refuses. */
const HOSTILE = HOSTILE_MARKDOWN.filter((text, at) => at % 4 === 0 && !/`{3}|~{3}/.test(text)).map((text) =>
  text.toWellFormed().replaceAll("\0", " "),
);
const IMG = '<img src=x onerror="window.__pwn=1">';

test("[SEE6] texts that try to be markup stay texts, and nothing is asked of anybody else", async ({
  page,
  person,
  server,
}) => {
  const hostile = HOSTILE.join("\n\n");
  const tome = await person.api.post<{ id: string }>("/api/knowledge-collections", { name: `Tome ${IMG}` });
  const bot = await person.api.post<{ id: string }>("/api/bots", {
    name: `Eve ${IMG}`,
    description: `A trap. ${IMG} ![leak](https://example.org/leak)`,
    system_prompt: `You are Eve. ${hostile}`.slice(0, 8_000),
    greeting: hostile,
    knowledge_collections: [tome.id],
    behavior_settings: { response_length: "very-long" },
    speech_examples: [
      { example: `{{user}}: ${ASK_FOR_SPEECH}\n{{char}}: ${IMG} and [click](javascript:window.__pwn=1) it. ${IMG}` },
    ],
  });
  await person.api.post("/api/knowledge", {
    knowledge_collection: tome.id,
    title: `Entry ${IMG}`,
    entry: `The entry says ${IMG} ![leak](https://example.org/leak?q=1).`,
    activation_settings: { activation_mode: "constant" },
  });
  const { id } = await person.api.post<{ id: string }>("/api/conversations", {
    bot_ids: [bot.id],
    title: `Room ${IMG}`,
  });
  await signIn(page.context(), server.url, person);

  const room = await new Room(page).open(id);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Room ${IMG}`);
  await room.send(`${ASK_FOR_SPEECH} ${IMG}`);
  await room.send(HOSTILE.slice(0, 60).join("\n\n"));
  await room.settled(2);
  await expect(room.saying(IMG).first()).toBeAttached();

  for (const pane of ["why", "prompt", "people"]) {
    await page.goto(`/r/${id}?pane=${pane}`);
    await expect(page.getByRole("region", { name: new RegExp(`^${pane}$`, "i") })).toContainText(IMG);
  }
  await page.goto("/rooms");
  await expect(page.getByRole("main")).toContainText(`Room ${IMG}`);
  await page.goto("/rooms/new");
  await expect(page.getByRole("main")).toContainText(`Eve ${IMG}`);
  await page.goto(`/r/${id}`);
  await expect(room.messages.first()).toBeAttached();

  const found = await page.evaluate(() => ({
    pwn: (window as unknown as { __pwn?: number }).__pwn,
    foreign: [...document.querySelectorAll("iframe, object, embed, base, form[action], [srcdoc], [style*=url]")].length,
    pictures: [...document.images].filter(({ src }) => new URL(src).origin !== location.origin).length,
    handlers: [...document.querySelectorAll("*")].filter((e) => e.getAttributeNames().some((n) => n.startsWith("on")))
      .length,
    links: [...document.links].map(({ protocol, rel, target, origin }) =>
      origin === location.origin ? "own" : `${protocol} ${rel} ${target}`,
    ),
  }));
  expect(found).toMatchObject({ foreign: 0, pictures: 0, handlers: 0 });
  expect(found.pwn).toBeUndefined();
  const kinds = [...new Set(found.links)].sort();
  expect(kinds).toContain("https: noopener ugc nofollow _blank");
  expect(kinds.filter((kind) => !/^(own|(https?|mailto): noopener ugc nofollow _blank)$/.test(kind))).toEqual([]);
});

test("[SEE6] the page's policy lets no markup and no inline script in", async ({ page, guarded }) => {
  // What the browser says of the attempts below.
  guarded.allow(/requires 'Trusted(HTML|Script)' assignment|policy violated: require-trusted-types-for/);
  const answer = await page.goto("/");
  const policy = answer?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("style-src 'self';");
  expect(policy).toContain("require-trusted-types-for 'script'");
  const outcome = await page.evaluate((markup) => {
    const place = document.createElement("button");
    document.body.append(place);
    const attempt = (write: () => void) => {
      try {
        write();
        return "went through";
      } catch (error) {
        return error instanceof Error ? error.name : "?";
      }
    };
    const refusals = [
      attempt(() => {
        place.innerHTML = markup;
      }),
      attempt(() => place.setAttribute("onclick", "window.__pwn = 1")),
      attempt(() => {
        const script = document.createElement("script");
        script.text = "window.__pwn = 1";
        document.body.append(script);
      }),
    ];
    place.click();
    return { refusals, children: place.childElementCount, pwn: "__pwn" in window };
  }, IMG);
  expect(outcome).toEqual({ refusals: ["TypeError", "TypeError", "TypeError"], children: 0, pwn: false });
});
