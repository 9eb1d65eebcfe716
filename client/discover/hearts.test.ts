import { expect, test } from "vitest";
import type { Api } from "../net/api.ts";
import { HeartStore } from "./hearts.ts";

const ROW = { id: "b1", liked: false, favorited: true, likes_count: 7, favorites_count: 2 };
const { id: _id, ...HEARTS } = ROW;

/** A server that answers when it is told to. */
function server(answer: unknown) {
  const calls: string[] = [];
  let go = () => {};
  const told = new Promise<void>((done) => {
    go = done;
  });
  const call = async (method: string, path: string) => {
    calls.push(`${method} ${path}`);
    await told;
    return answer;
  };
  return { api: { call } as unknown as Api, calls, go };
}

test("[CAT4] a heart shows at once; what the server counts takes its place", async () => {
  const { api, calls, go } = server({ ok: true, value: { ...HEARTS, liked: true, likes_count: 12 } });
  const hearts = new HeartStore(api);
  expect(hearts.of(ROW)).toEqual(ROW);
  const done = hearts.set(ROW, "liked", true);
  expect(hearts.of(ROW)).toEqual({ ...HEARTS, liked: true, likes_count: 8 });
  go();
  expect(await done).toBeNull();
  expect(hearts.of(ROW).likes_count).toBe(12);
  expect(calls).toEqual(["PUT /bots/b1/like"]);
});

test("[CAT4] a heart the server does not take is taken back, and said why", async () => {
  const problem = { status: 0, code: "offline", detail: "No connection.", errors: [] };
  const { api, calls, go } = server({ ok: false, problem });
  const hearts = new HeartStore(api);
  const done = hearts.set(ROW, "favorited", false);
  expect(hearts.of(ROW)).toMatchObject({ favorited: false, favorites_count: 1 });
  go();
  expect(await done).toBe(problem);
  expect(hearts.of(ROW)).toEqual(ROW);
  expect(calls).toEqual(["DELETE /bots/b1/favorite"]);
});

test("[CAT4] a heart that is on is not switched on again", async () => {
  const { api, calls } = server(null);
  expect(await new HeartStore(api).set(ROW, "favorited", true)).toBeNull();
  expect(calls).toEqual([]);
});
