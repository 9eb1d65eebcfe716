import { expect, test } from "vitest";
import { doSocket } from "./do-socket.ts";

test("a socket that is gone neither throws nor closes twice", () => {
  const gone = () => {
    throw new Error("gone");
  };
  const device = doSocket({ send: gone, close: gone, setState: () => {} } as never, "id", {
    getWebSocketAutoResponseTimestamp: () => null,
  });
  expect(() => device.send("hello")).not.toThrow();
  expect(() => device.close(1000, "")).not.toThrow();
});
