import { type Db, openDb } from "../db.ts";

/** How SQLite goes about each statement that `work` sends: the lines of its query plans. */
export async function plansOf(d1: D1Database, work: (db: Db) => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const explain = async (sql: string, values: unknown[]) => {
    const { results } = await d1
      .prepare(`explain query plan ${sql}`)
      .bind(...values)
      .all<{ detail: string }>();
    lines.push(...results.map(({ detail }) => detail));
  };
  const watched = new Proxy(d1, {
    get(target, name) {
      if (name !== "prepare") return Reflect.get(target, name);
      return (sql: string) => watchedStatement(target.prepare(sql), (values) => explain(sql, values));
    },
  });
  await work(openDb(watched));
  return lines;
}

/** A statement that is explained before it runs. */
function watchedStatement(statement: D1PreparedStatement, explain: (values: unknown[]) => Promise<void>) {
  let bound = statement;
  let values: unknown[] = [];
  const explained =
    (method: "all" | "first" | "raw" | "run") =>
    async (...options: never[]) => {
      await explain(values);
      return (bound[method] as (...args: never[]) => Promise<unknown>)(...options);
    };
  const watched = {
    bind(...given: unknown[]) {
      values = given;
      bound = statement.bind(...given);
      return watched;
    },
    all: explained("all"),
    first: explained("first"),
    raw: explained("raw"),
    run: explained("run"),
  };
  return watched;
}
