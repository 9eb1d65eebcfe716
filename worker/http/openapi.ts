import { z } from "zod";
import { ERROR_CODES } from "../../shared/app-error.ts";
import type { Endpoint, Rate } from "./endpoint.ts";
import { CHANGING, singleReaders } from "./etag.ts";
import { type NamedSchemas, namedSchemas, operationId } from "./openapi-schemas.ts";

/** What describing one operation needs of all others. */
interface Whole {
  readonly named: NamedSchemas;
  readonly readers: ReadonlyMap<string, Endpoint>;
}

const PROBLEM = { $ref: "#/components/responses/Problem" };
const BODY_TYPES = { json: "application/json", form: "multipart/form-data", raw: "application/octet-stream" } as const;

/** The collection an endpoint is about: `bots` of `/api/bots/:id`. */
export const resourceOf = ({ path }: Endpoint): string => path.split("/")[path.startsWith("/api/") ? 2 : 1] ?? "";

function parametersOf(schema: z.ZodType, where: "path" | "query"): unknown[] {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const required = new Set(json.required ?? []);
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || required.has(name),
    schema: property,
  }));
}

/** Header fields that the router reads for this kind of call. */
function headersOf(endpoint: Endpoint, { readers }: Whole): unknown[] {
  const { method, path } = endpoint;
  const names = [
    ...(readers.get(path) === endpoint ? ["IfNoneMatch"] : []),
    ...(CHANGING.includes(method) && readers.has(path) ? ["IfMatch"] : []),
    ...(method === "POST" && !endpoint.changesNothing && !endpoint.givesSecret ? ["IdempotencyKey"] : []),
  ];
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

/** Statuses of the problems a call may answer, beside the 500 that anything may. */
function problemsOf(endpoint: Endpoint, { readers }: Whole): number[] {
  const { need, method, path, body, bodyKind } = endpoint;
  const hasBody = body !== null || bodyKind !== "json";
  return [
    400,
    ...(need === "none" ? [] : [401]),
    ...(need === "none" && method === "GET" ? [] : [403]),
    ...(path.includes(":") ? [404] : []),
    ...(method === "GET" ? [] : [409]),
    ...(CHANGING.includes(method) && readers.has(path) ? [412] : []),
    ...(hasBody ? [413, 415] : []),
    429,
    500,
  ];
}

const rateOf = ({ max, windowS, lasting, per = "caller" }: Rate) => ({
  max,
  window_s: windowS,
  lasting: lasting === true,
  per,
});

function operation(endpoint: Endpoint, whole: Whole): unknown {
  const problems = problemsOf(endpoint, whole).map((status) => [String(status), PROBLEM]);
  return {
    operationId: operationId(endpoint),
    tags: [resourceOf(endpoint)],
    summary: endpoint.summary,
    ...(endpoint.need === "none" ? { security: [] } : {}),
    "x-need": endpoint.need,
    "x-rates": endpoint.rates.map(rateOf),
    "x-audit": endpoint.audit,
    parameters: [
      ...parametersOf(endpoint.params, "path"),
      ...parametersOf(endpoint.query, "query"),
      ...headersOf(endpoint, whole),
    ],
    ...requestBody(endpoint, whole),
    responses: {
      [endpoint.status]: success(endpoint, whole),
      ...furtherAnswers(endpoint, whole),
      ...Object.fromEntries(problems),
      default: PROBLEM,
    },
  };
}

function success(endpoint: Endpoint, { named, readers }: Whole): unknown {
  if (endpoint.status === 204) return { description: "Done; there is nothing to say." };
  if (endpoint.status === 302) return { description: "On to another page, as `location` says." };
  const headers = readers.get(endpoint.path) === endpoint ? { headers: { ETag: { schema: { type: "string" } } } } : {};
  return {
    description: "Done.",
    ...headers,
    content: { "application/json": { schema: named.outputOf(endpoint) } },
  };
}

/** What its handler may answer instead, as a deletion that goes on as a job does. */
const furtherAnswers = ({ also }: Endpoint, { named }: Whole): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(also).map(([status, schema]) => [
      status,
      {
        description: status === "202" ? "Begun; the job says how far it is." : "Done already.",
        content: { "application/json": { schema: named.refTo(schema) } },
      },
    ]),
  );

function requestBody(endpoint: Endpoint, { named }: Whole): { requestBody?: unknown } {
  if (endpoint.body === null && endpoint.bodyKind === "json") return {};
  const schema = bodySchema(endpoint, named);
  return { requestBody: { required: true, content: { [BODY_TYPES[endpoint.bodyKind]]: { schema } } } };
}

function bodySchema(endpoint: Endpoint, named: NamedSchemas): unknown {
  if (endpoint.bodyKind === "form")
    return { type: "object", properties: { file: { type: "string", format: "binary" } }, required: ["file"] };
  return endpoint.body === null ? { type: "string", format: "binary" } : named.bodyOf(endpoint);
}

const header = (name: string, description: string) => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string" },
});

const COMPONENTS = {
  securitySchemes: {
    bearer: { type: "http", scheme: "bearer" },
    cookie: { type: "apiKey", in: "cookie", name: "__session" },
  },
  parameters: {
    IfMatch: header("If-Match", "ETag of the version to change. Another one by now is 412 with the current version."),
    IfNoneMatch: header("If-None-Match", "ETag the caller has. Unchanged is 304."),
    IdempotencyKey: header("Idempotency-Key", "1 to 255 visible ASCII characters. A repeat gets the first answer."),
  },
  responses: {
    Problem: {
      description: "RFC 9457 problem",
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  },
};

const PROBLEM_SCHEMA = {
  type: "object",
  properties: {
    type: { type: "string", description: "Address of the page that explains the code." },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "A sentence for the person." },
    code: { type: "string", enum: Object.keys(ERROR_CODES) },
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: { path: { type: "string" }, message: { type: "string" } },
        required: ["path", "message"],
      },
    },
    request_id: { type: "string" },
    current: { description: "With precondition_failed: the row as it is now." },
  },
  required: ["type", "title", "status", "detail", "code", "request_id"],
};

/** OpenAPI 3.1 of all `endpoints`, from the schemas that validate. */
export function openApi(endpoints: readonly Endpoint[], version: string): Readonly<Record<string, unknown>> {
  const whole = { named: namedSchemas(endpoints), readers: singleReaders(endpoints) };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, whole) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "BotCafe", version },
    servers: [{ url: "/" }],
    tags: [...new Set(endpoints.map(resourceOf))].map((name) => ({ name })),
    components: { ...COMPONENTS, schemas: { ...whole.named.schemas, Problem: PROBLEM_SCHEMA } },
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
  };
}
