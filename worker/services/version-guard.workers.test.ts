import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { users } from "../../schema/tables/users.ts";
import { openDb } from "../db.ts";
import { envWith } from "../http/testing/call.ts";
import { addUser } from "../testing/d1-rows.ts";
import { isVersionMoved, sameVersion } from "./version-guard.ts";

const db = () => openDb(envWith().DB);
const rename = (nickname: string) => db().update(users).set({ nickname }).where(eq(users.id, "u"));
const nickname = async () => (await db().select().from(users).where(eq(users.id, "u")).get())?.nickname;
const attempt = (id: string, expects: string | undefined, name: string) =>
  db()
    .batch([...sameVersion(db(), users, id, expects), rename(name)])
    .then(
      () => "written",
      (error) => (isVersionMoved(error) ? "moved" : String(error)),
    );

test("[REG1] a batch for a version that moved, or a row that is gone, writes nothing", async () => {
  await addUser(envWith().DB, "u");
  const row = await db().select().from(users).where(eq(users.id, "u")).get();
  expect(await attempt("u", undefined, "one")).toBe("written");
  expect(await attempt("u", row!.updatedAt, "two")).toBe("written");
  expect(await attempt("u", "2020-01-01T00:00:00.000Z", "three")).toBe("moved");
  expect(await attempt("gone", row!.updatedAt, "three")).toBe("moved");
  expect(await nickname()).toBe("two");
  expect(isVersionMoved(new Error("something else"))).toBe(false);
});
