import { expect, test } from "vitest";
import { answerClose } from "./answer-close.ts";

const answerTo = (code: number, reason = "") => {
  const sent: (number | undefined)[] = [];
  answerClose({ close: (answer) => void sent.push(answer) }, code, reason);
  return sent;
};

test.each([0, 999, 1004, 1005, 1006, 1015, 5000, 65_535])("[TORT7] a close with %i is answered by us", (code) => {
  expect(answerTo(code)).toEqual([1000]);
});
test.each([1000, 1001, 3000, 4999])("[TORT7] a close with %i is left to the platform", (code) => {
  expect(answerTo(code, "x".repeat(123))).toEqual([]);
});
test("[TORT7] too long a reason is answered without it; a socket that is gone does not mind", () => {
  expect(answerTo(1000, "x".repeat(124))).toEqual([1000]);
  const gone = () => {
    throw new Error("gone");
  };
  expect(() => answerClose({ close: gone }, 1005, "")).not.toThrow();
});
