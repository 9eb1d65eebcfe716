import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { commitsIn } from "./wal-commits.ts";

test("commits are counted, not rows and not pages", () => {
  const dir = mkdtempSync(join(tmpdir(), "wal-"));
  const file = join(dir, "a.sqlite");
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; CREATE TABLE said (text TEXT)");
  const count = () => commitsIn(readFileSync(`${file}-wal`));
  const before = count();
  db.exec("BEGIN; INSERT INTO said VALUES ('a'); INSERT INTO said VALUES (printf('%.20000c', 'b')); COMMIT");
  expect(count() - before).toBe(1);
  db.exec("INSERT INTO said VALUES ('c')");
  expect(count() - before).toBe(2);
  db.close();
  rmSync(dir, { recursive: true });
});
