import { expect, test } from "vitest";
import { z } from "zod";
import { plainComplaint } from "./plain-complaint.ts";

const Form = z.strictObject({
  name: z.string().trim().min(1).max(3),
  age: z.int().min(1).max(200).optional(),
  share: z.number().lt(1).optional(),
  tags: z.array(z.string()).max(2).optional(),
  kind: z.enum(["red", "blue"]).optional(),
  only: z.literal(1).optional(),
  mail: z.email().optional(),
  at: z.iso.datetime().optional(),
  code: z.string().min(2).optional(),
  own: z.string().min(2, "is too short for us").optional(),
});
const said = (body: object): string | undefined =>
  Form.safeParse({ name: "a", ...body }, { error: plainComplaint }).error?.issues[0]?.message;

test.each([
  [{ name: undefined }, "is missing"],
  [{ name: 5 }, "has to be a text"],
  [{ name: "" }, "is empty"],
  [{ name: "abcd" }, "has to have at most 3 characters"],
  [{ age: "x" }, "has to be a number"],
  [{ age: 1.5 }, "has to be a whole number"],
  [{ age: 0 }, "has to be at least 1"],
  [{ age: 201 }, "has to be at most 200"],
  [{ share: 1 }, "has to be less than 1"],
  [{ tags: "x" }, "has to be a list"],
  [{ tags: ["a", "b", "c"] }, "has to have at most 2 entries"],
  [{ kind: "green" }, "has to be one of red, blue"],
  [{ only: 2 }, "has to be 1"],
  [{ mail: "x" }, "has to be an e-mail address"],
  [{ at: "soon" }, "has to be a time such as 2026-01-31T09:30:00Z"],
  [{ code: "x" }, "has to have at least 2 characters"],
  [{ own: "x" }, "is too short for us"],
])("[HTTP19] %j: %s", (body, complaint) => {
  expect(said(body)).toBe(complaint);
});
