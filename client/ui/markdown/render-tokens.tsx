import type { MarkedToken, Token, Tokens } from "marked";
import { type ComponentChildren, Fragment, type VNode } from "preact";
import { decodeEntities } from "./entities.ts";
import { isSpoiler } from "./lex.ts";
import { pictureLink, type SafeLink, safeLink } from "./safe-link.ts";

/**
 * Tokens to vnodes, element by element: nothing of a message ever becomes markup, an attribute name, a class or a
 * style. What has no case here is shown as the characters it was written with. Keys count from `firstKey`, so that a
 * block keeps its place on screen when a growing text finishes it.
 */
export function renderBlocks(tokens: readonly Token[], firstKey = 0): VNode[] {
  return tokens
    .filter((token) => token.type !== "space")
    .map((token, at) => <Fragment key={firstKey + at}>{renderBlock(token as MarkedToken)}</Fragment>);
}

function renderBlock(token: MarkedToken): ComponentChildren {
  switch (token.type) {
    case "paragraph":
      return <p>{renderInline(token.tokens)}</p>;
    case "text":
      return token.tokens ? renderInline(token.tokens) : decodeEntities(token.text);
    case "heading":
      return renderHeading(token);
    case "code":
      return <CodeBlock text={token.text} />;
    case "blockquote":
      return <blockquote>{renderBlocks(token.tokens)}</blockquote>;
    case "list":
      return renderList(token);
    case "hr":
      return <hr />;
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    default:
      return <CodeBlock text={token.raw.trimEnd()} />;
  }
}

/** Scrolls sideways on its own; focusable so that the keyboard can do that. */
function CodeBlock({ text }: { text: string }): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <pre tabIndex={0}>
      <code>{text}</code>
    </pre>
  );
}

/** Below the message's own heading, so that heading keys keep walking messages first. */
function renderHeading(token: Tokens.Heading): VNode {
  const Level = `h${Math.min(6, token.depth + 3)}` as "h4" | "h5" | "h6";
  return <Level>{renderInline(token.tokens)}</Level>;
}

function renderList(token: Tokens.List): VNode {
  const items = token.items.map((item) => <li>{renderBlocks(item.tokens)}</li>);
  if (!token.ordered) return <ul>{items}</ul>;
  const start = typeof token.start === "number" && token.start < 1e9 ? token.start : 1;
  return <ol start={start}>{items}</ol>;
}

function renderInline(tokens: readonly Token[]): ComponentChildren[] {
  return tokens.map((token) => renderSpan(token as MarkedToken));
}

function renderSpan(token: MarkedToken): ComponentChildren {
  switch (token.type) {
    case "text":
      return token.tokens ? renderInline(token.tokens) : decodeEntities(token.text);
    case "escape":
      return token.text;
    case "strong":
      return <strong>{renderInline(token.tokens)}</strong>;
    case "em":
      return <em>{renderInline(token.tokens)}</em>;
    case "del":
      return isSpoiler(token) ? renderSpoiler(token) : <del>{renderInline(token.tokens)}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return renderLink(token);
    case "image":
      return renderPicture(token);
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    default:
      return token.raw;
  }
}

/** Covered until somebody asks for it: by press, by key, and for who listens. */
const renderSpoiler = ({ tokens }: Tokens.Del): VNode => (
  <details class="spoiler">
    <summary>Spoiler</summary>
    <span>{renderInline(tokens)}</span>
  </details>
);

/** A link names its host unless its words already are the address; a scheme we do not open leaves the words alone. */
function renderLink({ href, tokens, text }: Tokens.Link): ComponentChildren {
  const link = safeLink(decodeEntities(href));
  if (!link) return renderInline(tokens);
  return (
    <>
      <a href={link.href} target="_blank" rel="noopener ugc nofollow">
        {tokens.map((token) => (token.type === "image" ? pictureWords(token as Tokens.Image) : renderInline([token])))}
      </a>
      {saysWhere(text, link) ? null : <span class="link-host"> ({link.host})</span>}
    </>
  );
}

/** Are these words nothing but the address? Words that merely hold the host may still look like another. */
const saysWhere = (words: string, { host }: SafeLink): boolean =>
  words === host || [words, `http://${words}`].some((address) => safeLink(address)?.host === host);

/** In the picture's place: what it shows and whom a click asks for it. Nothing is asked before. */
function renderPicture(token: Tokens.Image): ComponentChildren {
  const link = pictureLink(decodeEntities(token.href));
  if (!link) return pictureWords(token);
  return (
    <a class="remote-picture" href={link.href} target="_blank" rel="noopener ugc nofollow">
      {pictureWords(token)} <span class="link-host">Open at {link.host}</span>
    </a>
  );
}

const pictureWords = ({ text }: Tokens.Image): string => `Picture: ${decodeEntities(text) || "no description"}`;
