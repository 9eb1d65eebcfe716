import { expect, test } from "vitest";
import { AppError } from "../../shared/app-error.ts";
import { errorResponse } from "./error-response.ts";

const errorsOf = async (count: number) => {
  const fields = Array.from({ length: count }, (_, at) => ({ path: `tags.${at}`, message: "is too long" }));
  const { errors } = (await errorResponse(new AppError("invalid", "body", { fields }), "r").json()) as {
    errors: { path: string; message: string }[];
  };
  return { count: errors.length, last: errors.at(-1) };
};

test("[HTTP18] a problem names fifty wrong fields, the last line saying how many more there are", async () => {
  expect(await errorsOf(50)).toEqual({ count: 50, last: { path: "tags.49", message: "is too long" } });
  expect(await errorsOf(51)).toEqual({ count: 50, last: { path: "", message: "2 more are not listed" } });
  expect(await errorsOf(9_000)).toEqual({ count: 50, last: { path: "", message: "8951 more are not listed" } });
});
