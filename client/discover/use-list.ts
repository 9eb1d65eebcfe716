import { useEffect } from "preact/hooks";
import type { Api } from "../net/api.ts";
import { useApp } from "../ui/app-context.ts";
import { type AskPage, PagedList } from "./paged-list.ts";

/** Lists read lately, newest last: who goes back finds the same cards in the same order. */
const kept = new WeakMap<Api, Map<string, PagedList<never>>>();
/** Chosen: the way back from a bot's page, with a creator's between. */
const MAX_KEPT = 4;

/**
 * The list that `key` names; a new one begins with its first page. Null keys have none.
 * @param key Says everything the answer depends on, the reader included.
 */
export function useList<Row extends { readonly id: string }>(
  key: string | null,
  ask: AskPage<Row>,
): PagedList<Row> | null {
  const { api } = useApp();
  const list = key === null ? null : listOf(api, key, ask);
  useEffect(() => {
    if (list?.rows.peek() === null) void list.more();
  }, [list]);
  return list;
}

function listOf<Row extends { readonly id: string }>(api: Api, key: string, ask: AskPage<Row>): PagedList<Row> {
  const lists = kept.get(api) ?? new Map<string, PagedList<never>>();
  kept.set(api, lists);
  // A key names one list of one kind of row, as it is asked for in one place.
  const list = (lists.get(key) as PagedList<Row> | undefined) ?? new PagedList(ask);
  lists.delete(key);
  lists.set(key, list as unknown as PagedList<never>);
  for (const old of [...lists.keys()].slice(0, -MAX_KEPT)) lists.delete(old);
  return list;
}
