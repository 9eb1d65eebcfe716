// @vitest-environment happy-dom

import { Lexer } from "marked";
import { render } from "preact";
import { afterEach, describe, expect, test, vi } from "vitest";
import { closeOpenMarks } from "./close-open-marks.ts";
import { type GrowingMarkdown, growMarkdown, NOTHING_YET } from "./growing-markdown.ts";
import { lexMarkdown, MAX_MARKDOWN_CHARS } from "./lex.ts";
import { Markdown } from "./markdown.tsx";
import { plainText } from "./plain-text.ts";
import { renderBlocks } from "./render-tokens.tsx";
import { HOSTILE_MARKDOWN } from "./testing/hostile-markdown.ts";

const root = document.createElement("div");
document.body.append(root);
afterEach(() => render(null, root));

const show = (text: string): HTMLElement => {
  render(<Markdown text={text} />, root);
  return root.firstElementChild as HTMLElement;
};

const ELEMENTS = new Set(
  "DIV P STRONG EM DEL CODE PRE A SPAN BR HR UL OL LI BLOCKQUOTE H4 H5 H6 DETAILS SUMMARY".split(" "),
);
const ATTRIBUTES: Record<string, RegExp> = {
  href: /^(https?|mailto):/u,
  target: /^_blank$/u,
  rel: /^noopener ugc nofollow$/u,
  class: /^(markdown|link-host|remote-picture|spoiler)$/u,
  start: /^\d+$/u,
  tabindex: /^0$/u,
};

/** Every element and attribute is on the list; addresses are of an allowed scheme. */
function expectHarmless(host: Element, source: string): void {
  for (const element of host.querySelectorAll("*")) {
    expect(ELEMENTS.has(element.tagName), `${element.tagName} from ${source}`).toBe(true);
    for (const { name, value } of element.attributes) {
      expect(ATTRIBUTES[name]?.test(value) ?? false, `${name}="${value}" from ${source}`).toBe(true);
    }
  }
}

describe("[MD1] nothing of a message becomes markup, script or a request", () => {
  test("finished texts", () => {
    expect(HOSTILE_MARKDOWN.length).toBeGreaterThan(600);
    for (const source of HOSTILE_MARKDOWN) expectHarmless(show(source), source);
  });

  test("texts cut at every offset, as they stream and as they end", () => {
    for (const source of HOSTILE_MARKDOWN) {
      let state = NOTHING_YET;
      for (let end = 1; end <= source.length; end++) {
        const part = source.slice(0, end);
        state = growMarkdown(state, part);
        expectAllowed(state, part);
        expectAllowed(growMarkdown(growMarkdown(NOTHING_YET, part), source, false), source);
      }
      expectAllowed(growMarkdown(state, source, false), source);
    }
  });

  test("what is not Markdown stays readable as typed", () => {
    expect(show("a <b>bold</b> claim").textContent).toBe("a <b>bold</b> claim");
    expect(show("<div>a block</div>\nand more").innerHTML).toBe("<p>&lt;div&gt;a block&lt;/div&gt;<br>and more</p>");
    expect(show("<a> see https://example.org").querySelector("a")?.href).toBe("https://example.org/");
    expect(show("[x]: javascript:alert(1)").textContent).toBe("[x]: javascript:alert(1)");
    expect(show("[click](javascript:alert(1))").textContent).toBe("click");
  });
});

interface AnyVnode {
  type: unknown;
  props: Record<string, unknown>;
}

function* vnodesOf(node: unknown): Generator<AnyVnode> {
  if (Array.isArray(node)) for (const child of node) yield* vnodesOf(child);
  if (node === null || typeof node !== "object" || !("props" in node)) return;
  const vnode = node as AnyVnode;
  yield vnode;
  yield* vnodesOf(vnode.props["children"]);
}

function expectAllowed({ finished, open }: GrowingMarkdown, source: string): void {
  for (const node of vnodesOf(renderBlocks([...finished, ...open]))) {
    if (typeof node.type === "string") expectAllowedVnode(node, source);
  }
}

function expectAllowedVnode(node: AnyVnode, source: string): void {
  const tag = String(node.type).toUpperCase();
  if (!ELEMENTS.has(tag)) expect.fail(`${tag} from ${source}`);
  for (const [name, value] of Object.entries(node.props)) {
    if (name === "children") continue;
    if (!ATTRIBUTES[name.toLowerCase()]?.test(String(value))) expect.fail(`${name}=${String(value)} from ${source}`);
  }
}

describe("[CLI165] what is covered stays so until somebody asks for it", () => {
  test.each([
    ["it was ||Ivy||, of course", "Ivy"],
    ["||the *whole* `board` of keys||", "the whole board of keys"],
    ["**so ||a b|| it** is", "a b"],
    ["||one|| and two", "one"],
  ])("%s covers %s", (source, words) => {
    const cover = show(source).querySelector("details");
    expect(cover?.open).toBe(false);
    expect(cover?.querySelector("summary")?.textContent).toBe("Spoiler");
    expect(cover?.querySelector("span")?.textContent).toBe(words);
  });

  test.each(["a || b || c", "if (a||", "||| a |||", "`||a||`", "|| a ||", "\\||a||"])("%s covers nothing", (source) => {
    expect(show(source).querySelector("details")).toBeNull();
  });

  test("nothing of it is seen while it is written, nor said aloud", () => {
    for (const part of ["||I", "||Ivy did i", "||Ivy did it|", "||Ivy did it||", "||Ivy did it|| no"]) {
      const { open } = growMarkdown(NOTHING_YET, `It was ${part}`);
      render(<div>{renderBlocks(open)}</div>, root);
      root.querySelector("details span")?.remove();
      expect(root.textContent, part).not.toContain("Iv");
    }
    expect(plainText("It was ||Ivy|| again")).toBe("It was (covered) again");
  });

  test("a thousand of its marks take no longer than other marks", () => {
    expect(show("||a ".repeat(900)).textContent).toContain("||a ||a");
  });
});

describe("[MD2] links and pictures", () => {
  test("a link opens apart, tells no one where from, and says its host", () => {
    const link = show("see [the log](https://example.org/a?b=1)").querySelector("a");
    expect(link?.getAttribute("rel")).toBe("noopener ugc nofollow");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(root.textContent).toBe("see the log (example.org)");
  });

  test("a bare address does not repeat its host", () => {
    expect(show("https://example.org/a").textContent).toBe("https://example.org/a");
  });

  test.each([
    ["[example.org.evil.example](https://example.org)", "example.org.evil.example (example.org)"],
    ["[https://bank.example](https://evil.example/bank.example)", "https://bank.example (evil.example)"],
    ["www.example.org/a", "www.example.org/a"],
    ["<mailto:ivy@example.org>", "mailto:ivy@example.org"],
  ])("%s reads %s: only the address itself says where it leads", (source, words) => {
    expect(show(source).textContent).toBe(words);
  });

  test("a picture is not asked for: in its place stands who would be asked, without what an address could carry off", () => {
    const link = show("![a cat](https://example.org/cat.png?q=what+was+said#and+more)").querySelector("a");
    expect(root.querySelector("img")).toBeNull();
    expect(link?.className).toBe("remote-picture");
    expect(link?.href).toBe("https://example.org/cat.png");
    expect(root.textContent).toBe("Picture: a cat Open at example.org");
  });

  test.each([
    ["![a cat](data:image/png;base64,AA)", "Picture: a cat"],
    ["![](mailto:a@example.org)", "Picture: no description"],
  ])("%s has nowhere to be asked", (source, words) => {
    expect(show(source).querySelector("a")).toBeNull();
    expect(root.textContent).toBe(words);
  });

  test("a picture within a link is that link's words", () => {
    const links = show("[![a cat](https://example.org/cat.png)](https://example.net/)").querySelectorAll("a");
    expect([...links].map(({ href }) => href)).toEqual(["https://example.net/"]);
    expect(root.textContent).toBe("Picture: a cat (example.net)");
  });
});

describe("[MD3] half-open marks read as closed", () => {
  test.each([
    ["**bol", "**bol**"],
    ["**bold** and *it", "**bold** and *it*"],
    ["a **", "a"],
    ["a **b** **", "a **b**"],
    ["2 * 3", "2 * 3"],
    ["snake_case_na", "snake_case_na"],
    ["`co", "`co`"],
    ["``a ` b", "``a ` b``"],
    ["*walks `over", "*walks `over`*"],
    ["~~gone", "~~gone~~"],
    ["\\*not", "\\*not"],
    ["see [the log](https://exa", "see the log"],
    ["```js\nlet **a", "```js\nlet **a"],
    ["```\ncode\n```\n**b", "```\ncode\n```\n**b**"],
    ["**one\n\n*two", "**one\n\n*two*"],
    ["**bold ", "**bold**"],
  ])("%j becomes %j", (text, closed) => {
    expect(closeOpenMarks(text)).toBe(closed);
  });

  test("an open fence is a code block at once", () => {
    render(<Markdown isGrowing text={"```js\nlet a"} />, root);
    expect(root.querySelector("pre code")?.textContent).toBe("let a");
  });
});

describe("[MD4] a growing text", () => {
  const STORY =
    "# Night\n\nThe *lamp* was **out**.\n\n- one\n- two\n\n  still two\n\n```js\nlet a = 1;\n\n\nlet b;\n```\n\n> said\n> twice\n\nEnd.";

  test("shows at its end what the finished text shows, at whatever places it was cut", () => {
    const finished = show(STORY).innerHTML;
    for (const step of [1, 2, 3, 7, 50]) {
      render(null, root);
      for (let end = step; end < STORY.length + step; end += step) {
        render(<Markdown isGrowing text={STORY.slice(0, end)} />, root);
      }
      render(<Markdown text={STORY} />, root);
      expect(root.firstElementChild?.innerHTML).toBe(finished);
    }
  });

  test("parses finished blocks once: their elements stay the same", () => {
    render(<Markdown isGrowing text={"First block.\n\nSecond"} />, root);
    const first = root.querySelector("p");
    const second = root.querySelectorAll("p")[1];
    render(<Markdown isGrowing text={"First block.\n\nSecond block.\n\nThird"} />, root);
    expect(root.querySelector("p")).toBe(first);
    expect(root.querySelectorAll("p")[1]).toBe(second);
    const state = growMarkdown(growMarkdown(NOTHING_YET, "First.\n\nSecond"), "First.\n\nSecond.\n\nThird");
    expect(state.finished).toHaveLength(2);
    expect(state.text.slice(state.at)).toBe("Third");
  });

  test("parses the last block alone, however long the text has become", () => {
    const block = "The lamp was lit before the first star, and nobody has owned up to it.";
    const text = Array.from({ length: 60 }, () => block).join("\n\n");
    const lex = vi.spyOn(Lexer.prototype, "lex");
    const step = 40;
    for (let end = step; end < text.length; end += step) {
      lex.mockClear();
      render(<Markdown isGrowing text={text.slice(0, end)} />, root);
      const parsed = lex.mock.calls.map(([source]) => source.length);
      expect(parsed.length).toBeLessThanOrEqual(2);
      expect(Math.max(...parsed)).toBeLessThanOrEqual(block.length * 2 + step);
    }
    expect(root.querySelectorAll("p").length).toBeGreaterThan(55);
    lex.mockRestore();
  });

  test("keeps its elements when it ends, and says then what was really written", () => {
    render(<Markdown isGrowing text={"One.\n\nTwo **thr"} />, root);
    const [first, second] = root.querySelectorAll("p");
    expect(second?.innerHTML).toBe("Two <strong>thr</strong>");
    render(<Markdown text={"One.\n\nTwo **thr"} />, root);
    expect([...root.querySelectorAll("p")]).toEqual([first, second]);
    expect(second?.innerHTML).toBe("Two **thr");
  });

  test("starts over when the text is another one", () => {
    render(<Markdown isGrowing text={"One.\n\nTwo.\n\nThree"} />, root);
    render(<Markdown isGrowing text="Else" />, root);
    expect(root.textContent).toBe("Else");
  });
});

describe("[MD5] hostile sizes", () => {
  test.each([
    ["deep quotes", ">".repeat(10_000)],
    ["deep brackets", "[".repeat(10_000)],
    ["many stars", "*a ".repeat(10_000)],
    ["nested stars", "*".repeat(20_000)],
    ["underscores", "_a__b".repeat(5_000)],
    ["half links", "[a](".repeat(5_000)],
    ["backticks", "`".repeat(20_001)],
    ["deep list", Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}- x`).join("\n")],
    ["entities", "&#".repeat(10_000)],
    ["over the limit", "*a* ".repeat(MAX_MARKDOWN_CHARS / 4 + 1)],
  ])("%s ends soon, without an exception", (_name, text) => {
    const began = performance.now();
    lexMarkdown(closeOpenMarks(text));
    expect(performance.now() - began).toBeLessThan(6_000);
  });
});

test("[MD6] announcements say the words without the marks", () => {
  expect(plainText("# Hi\n\n**Mara** [looks](https://example.org) *up*.\n- one\n- two\n`x`")).toBe(
    "Hi Mara looks up. one two x",
  );
  expect(plainText("a &amp; b\nnext")).toBe("a & b next");
});
