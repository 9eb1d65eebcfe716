import type { Patch } from "./patched-tree.ts";

/** One mechanism taken out, and the test that must notice. */
export interface Mutation {
  /** What the product then does. */
  readonly name: string;
  /** The promise it breaks (reliability §3). */
  readonly promise: string;
  readonly patches: readonly Patch[];
  readonly test: {
    readonly project: "unit" | "workers" | "process";
    readonly file: string;
    /** Only tests with this in their title. */
    readonly title?: string;
    readonly env?: Readonly<Record<string, string>>;
  };
}

export const ROOM = "worker/conversation";
export const room = (title: string): Mutation["test"] => ({ project: "unit", file: `${ROOM}/room.test.ts`, title });
export const patch = (file: string, find: string, replace: string): Patch => ({
  file: `${ROOM}/${file}`,
  find,
  replace,
});
