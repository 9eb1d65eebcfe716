import { expect, test } from "vitest";
import { fillOf } from "./composer-fill.ts";

const budget = (tokens: number) => ({
  type: "budget" as const,
  message_id: "b1",
  window: 1_000,
  reserved: 100,
  sections: [{ name: "history", label: "Messages", tokens }],
});

test("[SAY4] the meter is amber from 80 % and red from 95 %, and never says more than there is", () => {
  expect(fillOf(null, 10)).toBeNull();
  expect(fillOf({ ...budget(1), window: 0 }, 0)).toBeNull();
  expect(fillOf(budget(400), 50)).toEqual({ used: 550, window: 1_000, level: "fine" });
  expect(fillOf(budget(600), 100)?.level).toBe("near");
  expect(fillOf(budget(800), 50)?.level).toBe("full");
  expect(fillOf(budget(990), 900)).toEqual({ used: 1_000, window: 1_000, level: "full" });
});
