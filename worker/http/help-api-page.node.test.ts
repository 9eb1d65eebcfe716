import { expect, test } from "vitest";
import { z } from "zod";
import { ERROR_CODES } from "../../shared/app-error.ts";
import { API } from "./api.ts";
import { endpoint } from "./endpoint.ts";
import { helpApiPage } from "./help-api-page.ts";
import { html } from "./html.ts";

const page = helpApiPage(API, "1.2.3");
const all = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, found]) => found!);

test("[REG9] the page lists every call and every error code, and each of its links leads somewhere", () => {
  const headings = all(/<h3><code>([^<]+)<\/code><\/h3>/g);
  expect(headings.sort()).toEqual(API.map(({ method, path }) => `${method} ${path}`).sort());
  const ids = all(/ id="([^"]+)"/g);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  expect(Object.keys(ERROR_CODES).filter((code) => !ids.includes(code))).toEqual([]);
  const targets = all(/href="#([^"]+)"/g);
  expect(targets.length).toBeGreaterThan(100);
  expect([...new Set(targets.filter((target) => !ids.includes(target)))]).toEqual([]);
});

test("[REG9] the page runs and styles nothing from within, and shows texts as texts", () => {
  expect(page).not.toMatch(/<script|<style| style=| on\w+=|javascript:/i);
  const hostile = endpoint({
    method: "POST",
    path: "/api/x",
    need: "none",
    summary: `<img src=x onerror="alert(1)"> & more`,
    body: z.strictObject({ [`"><script>`]: z.enum(["<b>"]).default("<b>") }),
    output: z.null(),
    handler: async () => null,
  });
  const shown = helpApiPage([hostile], `<i>`);
  expect(shown).not.toMatch(/<img|<script|<b>|<i>/);
  expect(shown).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; more");
  expect(html`<p title="${`"'<>&`}">${null}${3}${html`<b></b>`}${[html`<i></i>`]}</p>`.text).toBe(
    `<p title="&quot;&#39;&lt;&gt;&amp;">3<b></b><i></i></p>`,
  );
});
