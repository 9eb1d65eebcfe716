import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { API } from "./api.ts";
import { openApi } from "./openapi.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects.
type Any = any;
const description = JSON.parse(JSON.stringify(openApi(API, "1.2.3"))) as Any;
const operations: [string, Any][] = Object.entries<Any>(description.paths).flatMap(([path, methods]) =>
  Object.entries<Any>(methods).map(([method, one]): [string, Any] => [`${method.toUpperCase()} ${path}`, one]),
);

test("[REG8] the description is OpenAPI 3.1 as a library that is not ours reads it", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(description));
  expect(JSON.stringify(errors ?? "").slice(0, 2_000)).toBe('""');
  expect([valid, validator.version]).toEqual([true, "3.1"]);
  const broken = structuredClone(description);
  broken.paths["/api/bots"].get.parameters[0].in = "nowhere";
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test("[REG8] every reference leads somewhere, every schema is referred to, every name is used once", () => {
  const refs = [...JSON.stringify(description).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, ref]) => ref!);
  const lost = refs.filter((ref) => ref.split("/").reduce<Any>((at, part) => at?.[part], description) === undefined);
  expect([...new Set(lost)]).toEqual([]);
  expect(refs.length).toBeGreaterThan(200);
  const unused = Object.keys(description.components.schemas).filter(
    (name) => !refs.includes(`components/schemas/${name}`),
  );
  expect(unused).toEqual([]);
  const ids = operations.map(([, { operationId }]) => operationId);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z][A-Za-z0-9]+$/.test(id))).toEqual([]);
});

test("[REG8] what may go on as a job is described with both of its answers", () => {
  const job = { $ref: "#/components/schemas/Job" };
  const deletions = ["bots", "conversations", "knowledge-collections"].flatMap((name) => [
    `/${name}`,
    `/admin/${name}`,
  ]);
  for (const path of deletions) {
    const { responses } = description.paths[`/api${path}/{id}`].delete;
    expect([path, responses["204"].content]).toEqual([path, undefined]);
    expect([path, responses["202"].content["application/json"].schema]).toEqual([path, job]);
  }
  const { responses } = description.paths["/api/me/export"].get;
  const schemas = ["200", "202"].map((status) => responses[status].content["application/json"].schema);
  expect(schemas).toEqual([job, job]);
});

test("[REG8] a call says who may make it, what it takes, how often, and how it fails", () => {
  const { get, patch } = description.paths["/api/bots/{id}"];
  expect(get.responses["200"].content["application/json"].schema).toEqual({ $ref: "#/components/schemas/Bot" });
  expect(patch.responses["200"].content["application/json"].schema).toEqual({ $ref: "#/components/schemas/Bot" });
  expect(description.components.schemas.GetBotsAnswer.properties.docs.items).toEqual({
    $ref: "#/components/schemas/Bot",
  });
  expect(patch["x-need"]).toBe("write");
  expect(patch.parameters).toContainEqual({ $ref: "#/components/parameters/IfMatch" });
  expect(Object.keys(patch.responses)).toEqual(expect.arrayContaining(["400", "401", "403", "404", "412", "429"]));
  const gift = description.paths["/api/token-gifts"].post;
  expect(gift["x-rates"]).toContainEqual({ max: 100, window_s: 86_400, lasting: true, per: "caller" });
  expect(gift.parameters).toContainEqual({ $ref: "#/components/parameters/IdempotencyKey" });
  expect(operations.filter(([, { summary }]) => summary.length < 5)).toEqual([]);
  expect(operations.length).toBe(API.length);
});
