import { expect, test } from "vitest";
import { linksOf } from "./creator-about.tsx";
import { namedText } from "./words.ts";

test("[CAT5] whoever reads a bot's text is you, also where a sentence begins", () => {
  expect(namedText("{{char}} sings. {{user}} will hear it, {{user}}.\n{{user}}!", "Kettle")).toBe(
    "Kettle sings. You will hear it, you.\nYou!",
  );
  expect(namedText("No names $1 $&", "x")).toBe("No names $1 $&");
});

test("[CAT7] only the web and mailboxes are led to, and it is said where", () => {
  const links = linksOf({
    website: "https://example.org/anna",
    github: "javascript:alert(1)",
    other_links: [
      { platform: "My bank", url: "https://evil.example/login" },
      { platform: "x", url: "data:text/html,<script>" },
      { platform: "y", url: "https://user:pass@example.org" },
    ],
  });
  expect(links.map(({ label, host }) => `${label}: ${host}`)).toEqual([
    "Website: example.org",
    "My bank: evil.example",
  ]);
});
