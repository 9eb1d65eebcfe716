/**
 * Runs in a page of the product: streams every hostile text through the product's own renderer into the document, and
 * leaves there, under `data-proof`, what came of it.
 */
import { render } from "preact";
import { Markdown } from "../markdown.tsx";
import { HOSTILE_MARKDOWN } from "./hostile-markdown.ts";

/** UTF-16 units of a chunk, as a model sends about one token; where the first cut falls goes round. */
const CHUNK = 4;

const nextFrame = (): Promise<unknown> => new Promise(requestAnimationFrame);

async function streamAll(): Promise<number> {
  let paints = 0;
  for (const [at, text] of HOSTILE_MARKDOWN.entries()) {
    const host = document.createElement("article");
    document.body.append(host);
    for (let end = 1 + (at % CHUNK); end < text.length; end += CHUNK, paints++) {
      render(<Markdown text={text.slice(0, end)} isGrowing />, host);
    }
    render(<Markdown text={text} />, host);
    if (at % 50 === 0) await nextFrame();
  }
  return paints + HOSTILE_MARKDOWN.length;
}

const paints = await streamAll();
await nextFrame();
document.body.dataset["proof"] = JSON.stringify({ texts: HOSTILE_MARKDOWN.length, paints });
