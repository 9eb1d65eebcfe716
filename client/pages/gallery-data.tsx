import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { CodeBlock } from "../ui/code-block.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { DiffView } from "../ui/diff-view.tsx";
import { DragList } from "../ui/drag-list.tsx";
import { InfiniteList } from "../ui/infinite-list.tsx";
import { Markdown } from "../ui/markdown/markdown.tsx";
import type { SpecimenGroup } from "./gallery-specimen.ts";

const QUEUE = ["Mara", "Tobias", "Ivy", "Sera"].map((name) => ({ id: name, name }));

function Orders(): VNode {
  const [items, setItems] = useState<readonly (typeof QUEUE)[number][]>(QUEUE);
  return <DragList name="Who speaks next" items={items} draw={({ name }) => <bdi>{name}</bdi>} onOrder={setItems} />;
}

const ENTRIES = [
  { title: "Lighthouse", method: "keyword", tokens: 212 },
  { title: "Storm 1911", method: "vector", tokens: 180 },
  { title: "House rules", method: "always", tokens: 96 },
];

function Tables(): VNode {
  const [sorted, setSorted] = useState({ by: "tokens", isDescending: true });
  const sort = (by: "title" | "tokens") => () =>
    setSorted({ by, isDescending: sorted.by === by ? !sorted.isDescending : false });
  const direction = sorted.isDescending ? -1 : 1;
  const rows = ENTRIES.toSorted((a, b) =>
    sorted.by === "title" ? direction * a.title.localeCompare(b.title) : direction * (a.tokens - b.tokens),
  );
  return (
    <DataTable
      name="Entries"
      rows={rows}
      idOf={({ title }) => title}
      sorted={sorted}
      columns={[
        { id: "title", label: "Entry", draw: ({ title }) => <bdi>{title}</bdi>, onSort: sort("title") },
        { id: "method", label: "Wakes by", draw: ({ method }) => method },
        { id: "tokens", label: "Tokens", draw: ({ tokens }) => tokens, isNumber: true, onSort: sort("tokens") },
      ]}
    />
  );
}

const Diffs = (): VNode => (
  <>
    <DiffView
      name="Version 7"
      before="The lamp has one key. It hangs in the keeper's kitchen."
      after="The lamp has two keys. One hangs in the keeper's kitchen, one is lost."
    />
    <DiffView name="Version 8" before="The same." after="The same." />
  </>
);

const Codes = (): VNode => (
  <CodeBlock
    name="Sent to the model"
    code={
      'role: system\ncontent: "You are Mara Quill, keeper of the lamp at Grey Harbour. Nobody goes up without your key."'
    }
  />
);

const TEXT = `It was **Tuesday**, the fog came *from the land*, and nobody had the ~~spare~~ key.

1. The board has two hooks, both \`worn bright\`.
2. The story is at [the museum](https://museum.example.org/1911).

> Lamp trimmed, visitor fed, wind dropping.

![The board](https://museum.example.org/board.jpg?from=chat)`;

const Texts = (): VNode => (
  <>
    <Markdown text={TEXT} />
    <Markdown isGrowing text={"Half of **a marked te"} />
  </>
);

const PAGE = 4;
const ALL = 12;

function Growing(): VNode {
  const [count, setCount] = useState(PAGE);
  const items = Array.from({ length: count }, (_, at) => `Room ${at + 1}`);
  return (
    <div class="gallery-window">
      <InfiniteList
        name="Rooms one can join"
        items={items}
        idOf={(name) => name}
        draw={(name) => <div class="gallery-row">{name}</div>}
        hasMore={count < ALL}
        isLoading={false}
        problem={null}
        onMore={() => setCount(count + PAGE)}
      />
    </div>
  );
}

export const DATA: SpecimenGroup = {
  title: "Lists and texts",
  specimens: [
    { name: "Ordered list", keys: "Each row has a menu: up, down, top, bottom.", Show: Orders },
    { name: "Table, cards where narrow", keys: "Headings that sort are buttons.", Show: Tables },
    { name: "Differences", Show: Diffs },
    { name: "Markdown", Show: Texts },
    { name: "Code", keys: "Tab reaches it, arrows scroll.", Show: Codes },
    { name: "Growing list", keys: "The button at its end brings more.", Show: Growing },
  ],
};
