import type { MarkedToken, Token, Tokens } from "marked";
import { type ComponentChildren, Fragment, type VNode } from "preact";
import { decodeEntities } from "./entities.ts";
import { safeLink } from "./safe-link.ts";

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
      return <del>{renderInline(token.tokens)}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return renderLink(token.href, renderInline(token.tokens), token.text);
    case "image":
      return renderLink(token.href, `Picture: ${decodeEntities(token.text) || "no description"}`, null);
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    default:
      return token.raw;
  }
}

/** A link names its host unless its words already are the address; a scheme we do not open leaves the words alone. */
function renderLink(address: string, words: ComponentChildren, text: string | null): ComponentChildren {
  const link = safeLink(decodeEntities(address));
  if (!link) return words;
  const saysWhere = text?.includes(link.host) ?? false;
  return (
    <>
      <a href={link.href} target="_blank" rel="noopener ugc nofollow">
        {words}
      </a>
      {saysWhere ? null : <span class="link-host"> ({link.host})</span>}
    </>
  );
}
