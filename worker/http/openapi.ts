import { z } from "zod";
import type { Endpoint } from "./endpoint.ts";

const schemaOf = (schema: z.ZodType, io: "input" | "output"): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

const parametersOf = (schema: z.ZodType, where: "path" | "query"): unknown[] => {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const required = new Set(json.required ?? []);
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || required.has(name),
    schema: property,
  }));
};

const BODY_TYPES = { json: "application/json", form: "multipart/form-data", raw: "application/octet-stream" } as const;

function operation(endpoint: Endpoint): unknown {
  const body =
    endpoint.body === null && endpoint.bodyKind === "json"
      ? {}
      : { requestBody: { content: { [BODY_TYPES[endpoint.bodyKind]]: { schema: bodySchema(endpoint) } } } };
  return {
    summary: endpoint.summary,
    ...(endpoint.need === "none" ? { security: [] } : {}),
    "x-need": endpoint.need,
    parameters: [...parametersOf(endpoint.params, "path"), ...parametersOf(endpoint.query, "query")],
    ...body,
    responses: {
      [endpoint.status]: {
        description: "done",
        content: { "application/json": { schema: schemaOf(endpoint.output, "output") } },
      },
      default: { description: "RFC 9457 problem", content: { "application/problem+json": {} } },
    },
  };
}

const bodySchema = (endpoint: Endpoint): unknown => {
  if (endpoint.bodyKind === "form")
    return { type: "object", properties: { file: { type: "string", format: "binary" } }, required: ["file"] };
  return endpoint.body === null ? {} : schemaOf(endpoint.body, "input");
};

/** OpenAPI 3.1 of all `endpoints`, from the schemas that validate. */
export function openApi(endpoints: readonly Endpoint[], version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "BotCafe", version },
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        cookie: { type: "apiKey", in: "cookie", name: "__session" },
      },
    },
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
  };
}
