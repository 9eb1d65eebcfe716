import { expect, test } from "vitest";
import { chooseAnswer } from "./choose-answer.ts";

const CHOICES = ["Mara", "Tobias", "灯台守", "Nobody"];
const line = (name: string, text: string) => ({ name, kind: "user" as const, text });

test("[MODEL30] asked to choose, the practice model gives one answer of the list: who was named, else who was quiet", () => {
  expect(chooseAnswer({ lines: [line("Anna", "What does 灯台守 say?")] }, CHOICES, "s")).toBe("灯台守");
  for (let seed = 0; seed < 40; seed++) {
    const lines = [line("Mara", "Hm."), line("Tobias", "Hm.")];
    const answer = chooseAnswer({ lines }, CHOICES, `${seed}`);
    expect(["灯台守", "Nobody"]).toContain(answer);
    expect(chooseAnswer({ lines }, CHOICES, `${seed}`)).toBe(answer);
  }
});
