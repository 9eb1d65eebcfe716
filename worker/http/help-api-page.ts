import { ERROR_CODES, type ErrorCode } from "../../shared/app-error.ts";
import type { Endpoint, Need } from "./endpoint.ts";
import { titleOf } from "./error-response.ts";
import { html, type Markup } from "./html.ts";
import { openApi, resourceOf } from "./openapi.ts";
import { operationId } from "./openapi-schemas.ts";

/** As much of JSON Schema as the page tells. */
interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
}

interface Operation {
  readonly parameters: readonly {
    readonly name?: string;
    readonly in?: string;
    readonly required?: boolean;
    readonly schema?: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >;
}

interface Description {
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const WHO: Record<Need, string> = {
  none: "anyone",
  session: "anyone signed in, guests too",
  read: "whoever may read it",
  write: "whoever may edit it",
  admin: "its owner and whoever was made its admin",
  owner: "its owner",
  platform: "moderators and admins of this instance",
  "platform-admin": "admins of this instance",
};

const nameIn = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);

function typeOf(schema: JsonSchema): Markup {
  if (schema.$ref !== undefined) return html`<a href="#${nameIn(schema.$ref)}">${nameIn(schema.$ref)}</a>`;
  if (schema.enum !== undefined) return html`${schema.enum.map(String).join(" | ")}`;
  if (schema.const !== undefined) return html`${String(schema.const)}`;
  if (schema.anyOf !== undefined)
    return html`${schema.anyOf.map((one, at) => html`${at === 0 ? "" : " or "}${typeOf(one)}`)}`;
  if (schema.items !== undefined) return html`list of ${typeOf(schema.items)}`;
  if (schema.properties !== undefined) return html`{${Object.keys(schema.properties).join(", ")}}`;
  return html`${schema.format ?? schema.type ?? "any JSON"}`;
}

function limitsOf({ minLength, maxLength, minimum, maximum, maxItems, default: standard }: JsonSchema): string {
  const range = (low: number | undefined, high: number | undefined, unit: string): string[] => {
    const isOpen = high === undefined || Math.abs(high) >= Number.MAX_SAFE_INTEGER;
    if (isOpen) return low === undefined || Math.abs(low) >= Number.MAX_SAFE_INTEGER ? [] : [`from ${low}${unit}`];
    return [low === undefined ? `up to ${high}${unit}` : `${low} to ${high}${unit}`];
  };
  return [
    ...range(minLength, maxLength, " characters"),
    ...range(minimum, maximum, ""),
    ...(maxItems === undefined ? [] : [`up to ${maxItems} items`]),
    ...(standard === undefined ? [] : [`without it ${JSON.stringify(standard)}`]),
  ].join("; ");
}

const row = (name: string, schema: JsonSchema, isRequired: boolean): Markup =>
  html`<tr><th scope="row"><code>${name}</code>${isRequired ? " *" : ""}</th><td>${typeOf(schema)}</td><td>${limitsOf(schema)}</td></tr>`;

function table(caption: string, rows: readonly Markup[]): Markup | null {
  if (rows.length === 0) return null;
  return html`<div class="wide"><table><caption>${caption}</caption><thead><tr><th scope="col">name</th><th scope="col">type</th><th scope="col">limits</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const fieldsOf = ({ properties = {}, required = [] }: JsonSchema): Markup[] =>
  Object.entries(properties).map(([name, schema]) => row(name, schema, required.includes(name)));

function shape(name: string, schema: JsonSchema): Markup {
  const fields = table(name, fieldsOf(schema)) ?? html`<p>${typeOf(schema)}</p>`;
  return html`<details id="${name}"><summary><code>${name}</code></summary>${fields}</details>`;
}

const secondsText = (seconds: number): string =>
  ({ 60: "a minute", 900: "15 minutes", 3600: "an hour", 86400: "a day" })[seconds] ?? `${seconds} seconds`;

function call(endpoint: Endpoint, operation: Operation): Markup {
  const parameters = operation.parameters.flatMap(({ name, schema, required }) =>
    name === undefined || schema === undefined ? [] : [row(name, schema, required === true)],
  );
  const [body] = Object.entries(operation.requestBody?.content ?? {});
  const answer = Object.values(operation.responses[endpoint.status]?.content ?? {})[0];
  const rates = endpoint.rates.map(({ max, windowS }) => `${max} in ${secondsText(windowS)}`);
  const problems = Object.keys(operation.responses).filter((status) => /^[45]/.test(status));
  return html`<section class="call" id="${operationId(endpoint)}">
<h3><code>${endpoint.method} ${endpoint.path}</code></h3>
<p>${endpoint.summary}</p>
<ul>
<li>Who: ${WHO[endpoint.need]}</li>
${rates.length === 0 ? null : html`<li>How often: ${rates.join(", ")}</li>`}
${endpoint.audit ? html`<li>Written into the audit log, with a <code>reason</code></li>` : null}
${body === undefined ? null : html`<li>Body: ${typeOf(body[1].schema)} as <code>${body[0]}</code></li>`}
<li>Answer: ${[endpoint.status, ...Object.keys(endpoint.also)].join(" or ")} ${answer === undefined ? null : typeOf(answer.schema)}</li>
<li>Errors: ${problems.join(", ")}</li>
</ul>
${table("In the address", parameters)}
</section>`;
}

const INTRO = html`<section id="conventions"><h2>Conventions</h2>
<p>JSON in, JSON out; files as <code>multipart/form-data</code> in the field <code>file</code>. Times are ISO 8601 in UTC. Fields marked * are required; a field nobody declared, or that is not yours to set, is refused by its name. A PATCH changes the fields it gives, and a list can be emptied.</p>
<p><strong>Signing in.</strong> A session token as <code>Authorization: Bearer</code>, or the session cookie from one of this site's own pages.</p>
<p><strong>Lists</strong> answer <code>{docs, next_cursor, total?}</code>. <code>limit</code> is 1 to 100, <code>cursor</code> the <code>next_cursor</code> of the page before with all else in the address the same, <code>count=true</code> adds <code>total</code>, <code>sort=-field</code> turns the order around.</p>
<p><strong>Versions.</strong> A single resource has an <code>ETag</code>. Send it as <code>If-Match</code> with a change: if somebody else was faster, the answer is 412 with the resource as it is now in <code>current</code>. Send it as <code>If-None-Match</code> with a GET: unchanged is 304.</p>
<p><strong>Repeats.</strong> Give a POST an <code>Idempotency-Key</code> and send it again as it was when no answer came: it is done once, and the answer is kept for a day.</p>
<p><strong>Limits.</strong> 300 calls a minute for a person, 60 of them writes; 120 for an address with nobody signed in; 600 for staff at their work; and those of single calls. <code>RateLimit</code> and <code>RateLimit-Policy</code> say what is left; 429 comes with <code>Retry-After</code>.</p>
<p>What you may not see answers 404, as what does not exist; what you may see but not do answers 403.</p>
</section>`;

function errors(): Markup {
  const codes = Object.entries(ERROR_CODES) as [ErrorCode, { http: number; retryable: boolean }][];
  const rows = codes.map(
    ([code, { http, retryable }]) =>
      html`<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${http}</td><td>${titleOf(code)}</td><td>${retryable ? "trying again may help" : ""}</td></tr>`,
  );
  return html`<section id="errors"><h2>Errors</h2>
<p>Errors are <code>application/problem+json</code> (RFC 9457): <code>{type, title, status, detail, code, errors?: [{path, message}], request_id}</code>.</p>
<div class="wide"><table><thead><tr><th scope="col">code</th><th scope="col">status</th><th scope="col">what it says</th><th scope="col"></th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

/** Calls by resource; each shape stands with the first resource whose calls name it, the others at the end. */
function resourceSections(endpoints: readonly Endpoint[], { components, paths }: Description): Markup[] {
  const left = new Map(Object.entries(components.schemas));
  const takeNamedIn = (text: string): Markup[] => {
    const named = [...left].filter(([name]) => text.includes(`/schemas/${name}"`));
    for (const [name] of named) left.delete(name);
    return named.map(([name, schema]) => shape(name, schema));
  };
  const operationOf = ({ method, path }: Endpoint) =>
    paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()] ?? { parameters: [], responses: {} };
  const sections = [...new Set(endpoints.map(resourceOf))].map((resource) => {
    const calls = endpoints.filter((endpoint) => resourceOf(endpoint) === resource);
    const shapes = takeNamedIn(JSON.stringify(calls.map(operationOf)));
    return html`<section id="${resource}"><h2>${resource}</h2>${calls.map((one) => call(one, operationOf(one)))}${shapes}</section>`;
  });
  const others = [...left].map(([name, schema]) => shape(name, schema));
  return [...sections, html`<section id="shapes"><h2>Shapes within others</h2>${others}</section>`];
}

/** The registry as a page for people: who may call what with which fields, and what it answers. Made once, 0.1 s. */
export function helpApiPage(endpoints: readonly Endpoint[], version: string): string {
  const description = openApi(endpoints, version) as unknown as Description;
  const resources = [...new Set(endpoints.map(resourceOf))];
  const contents = resources.map((name) => html`<li><a href="#${name}">${name}</a></li>`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · BotCafe</title>
<link rel="stylesheet" href="/help/api.css">
</head>
<body>
<a class="skip" href="#conventions">Skip to the text</a>
<header><p><a href="/">BotCafe</a></p><h1>The HTTP API</h1>
<p>Version ${version}. The same as <a href="/api/openapi.json">OpenAPI 3.1</a>.</p></header>
<nav aria-label="Contents"><ul><li><a href="#conventions">Conventions</a></li><li><a href="#errors">Errors</a></li>${contents}</ul></nav>
<main>${INTRO}${errors()}${resourceSections(endpoints, description)}</main>
</body>
</html>`.text;
}

/** Colours are the browser's own, so that light, dark and high contrast all work. */
export const HELP_API_CSS = `:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
code { font: 0.9em ui-monospace, monospace; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; padding: 0; }
nav a { display: inline-block; padding: 0.25rem 0; }
.call { border-top: 1px solid GrayText; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; font-weight: 600; padding-block: 0.5rem; }
th, td { text-align: start; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; border-bottom: 1px solid GrayText; }
summary { cursor: pointer; padding: 0.5rem 0; }
:target { outline: 2px solid Highlight; outline-offset: 4px; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { position: static; }
`;
