// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { type App, AppContext } from "../ui/app-context.ts";
import { key, mount, only } from "../ui/testing/mount.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import { type TranscriptInput, useTranscriptInput } from "./use-transcript-input.ts";

function List({ input }: { input: TranscriptInput }) {
  return <section ref={input.refs.scroller} {...useTranscriptInput(input).handlers} />;
}

test("[UI22] a key that is quicker than what it does is answered a moment later, later ones at once", async () => {
  const onSearch = vi.fn();
  const input = {
    ...{ room: {}, state: {}, go: () => {}, unread: null, onSearch },
    ...{ refs: { scroller: { current: null } }, scroll: { keeper: { current: null } } },
  } as unknown as TranscriptInput;
  const preferences = { values: signal({ single_keys: "off" }), kept: signal({}) };
  const { root } = await mount(
    <AppContext.Provider value={{ preferences } as unknown as App}>
      <RoomContext.Provider value={{} as RoomScene}>
        <List input={input} />
      </RoomContext.Provider>
    </AppContext.Provider>,
  );
  const find = () => key(only(root, "section"), "f", { ctrlKey: true });
  await find();
  await vi.waitFor(() => expect(onSearch).toHaveBeenCalledTimes(1));
  await find();
  expect(onSearch).toHaveBeenCalledTimes(2);
  await key(only(root, "section"), "j");
  expect(onSearch).toHaveBeenCalledTimes(2);
});
