import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "../shared/app-error.ts";
import { type LogFields, log } from "./log.ts";

const CANARY = "sk-live-canary mara@example.org";
const printed = vi.spyOn(console, "error").mockImplementation(() => {});
afterEach(() => printed.mockClear());
const lastLine = () => JSON.parse(String(printed.mock.lastCall?.[0]));

test("[HTTP14] a field nobody allowed stays out", () => {
  log.error("x", null, { code: "internal", body: CANARY, email: CANARY } as LogFields);
  expect(lastLine()).toEqual({ level: "error", event: "x", code: "internal", error: { name: "object" } });
});

test("[HTTP14] an error is told by name and frames; what it quotes stays out, causes included", () => {
  const wrapped = Object.assign(new Error(`Failed query: select ? params: ${CANARY}`), { params: [CANARY] });
  const failures = [
    new Error(CANARY),
    wrapped,
    new SyntaxError(`Unexpected token in "${CANARY}"`),
    new Error("outer", { cause: new Error(CANARY) }),
    CANARY,
    { message: CANARY },
  ];
  for (const failure of failures) {
    log.error("failed", failure);
    expect(JSON.stringify(lastLine())).not.toContain("canary");
  }
});

test("[HTTP14] our own words and the database's are kept", () => {
  log.error("failed", new AppError("invalid", "query body", { cause: new Error("D1_ERROR: no such table: x") }));
  expect(lastLine().error).toMatchObject({
    message: "invalid: query body",
    cause: { message: "D1_ERROR: no such table: x" },
  });
  expect(lastLine().error.at[0]).toMatch(/^at /);
});
