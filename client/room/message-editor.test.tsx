// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { PendingCommand } from "../state/pending-commands.ts";
import type { CommandBody } from "../state/pending-store.ts";
import { ToastStore } from "../state/toast-store.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { button, key, mount, only, press, write } from "../ui/testing/mount.tsx";
import { MessageEditor } from "./message-editor.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import { messageRow } from "./testing/room-fixtures.ts";
import { TranscriptContext, TranscriptState } from "./transcript-state.ts";

/** An edit that has begun, and what the room was asked. */
async function editing(first: MessageRow, others: readonly string[] = []) {
  const given: CommandBody[] = [];
  const pending = signal<readonly PendingCommand[]>([]);
  const command = (body: CommandBody) => {
    given.push(body);
    const item = { ref: "r1", command: { ...body, ref: "r1" }, state: "sending", queued_at_ms: 0, after_seq: 0 };
    pending.value = [item as PendingCommand];
    return "r1";
  };
  const discard = () => {
    pending.value = [];
  };
  const members = signal(others.map((user_id) => ({ user_id, name: user_id })));
  const you = signal({ user_id: "anna", role: "member" });
  const listen = () => () => {};
  const room = {
    pending,
    command,
    discard,
    listen,
    you,
    messages: signal([first, messageRow({ id: "m2" })]),
    gap: signal(null),
    closeReason: signal(null),
  };
  const state = new TranscriptState();
  state.begin("edit", first.id);
  const of = (message: MessageRow) => (
    <AppContext.Provider value={{ toasts: new ToastStore() } as unknown as App}>
      <RoomContext.Provider value={{ room, members, me: signal("anna"), bots: signal([]) } as unknown as RoomScene}>
        <TranscriptContext.Provider value={state}>
          <MessageEditor message={message} />
        </TranscriptContext.Provider>
      </RoomContext.Provider>
    </AppContext.Provider>
  );
  const { root, show } = await mount(of(first));
  const field = only<HTMLTextAreaElement>(root, "textarea");
  return { given, pending, state, root, field, become: (message: MessageRow) => show(of(message)) };
}
const words = (root: HTMLElement) => root.textContent ?? "";

test("[DEED8] Esc leaves an untouched edit, and asks first where words would be lost", async () => {
  const { state, field, root } = await editing(messageRow());
  await write(field, "Who lit the lamp?");
  await key(field, "Escape");
  expect(state.deed.value).not.toBeNull();
  expect(words(root)).toContain("You have changed it.");
  await key(field, "Escape");
  expect(state.deed.value).toBeNull();
  const untouched = await editing(messageRow());
  await key(untouched.field, "Escape");
  expect(untouched.state.deed.value).toBeNull();
});

test("[DEED8] stays until the room has the words; a refusal is said and keeps them", async () => {
  const { given, pending, state, root, field } = await editing(messageRow({ rev: 4 }));
  await write(field, "Who lit it?");
  await key(field, "Enter", { ctrlKey: true });
  expect(given).toEqual([{ type: "edit", message_id: "m1", text: "Who lit it?", rev: 4 }]);
  expect(state.deed.value).not.toBeNull();
  const error = { code: "conflict", message: "this message has changed meanwhile", retryable: false };
  await act(() => {
    pending.value = pending.value.map((item) => ({ ...item, state: "failed", error }));
  });
  expect(words(root)).toContain(error.message);
  expect(field.value).toBe("Who lit it?");
  await press(button(root, "Save and ask again"));
  expect(given.at(-1)).toMatchObject({ respond: true });
  await act(() => {
    pending.value = [];
  });
  expect(state.deed.value).toBeNull();
});

test("[DEED8] where somebody was quicker both texts are there, and the person chooses", async () => {
  const { given, root, field, become } = await editing(messageRow());
  await write(field, "mine");
  await become(messageRow({ entry: "theirs", rev: 2 }));
  expect(words(root)).toContain("theirs");
  expect(button(root, "Save").disabled).toBe(true);
  await press(button(root, "Keep mine"));
  await press(button(root, "Save"));
  expect(given).toEqual([{ type: "edit", message_id: "m1", text: "mine", rev: 2 }]);
});

test("[DEED3] shared with others, asking again is said to open a room of one's own; saving is not", async () => {
  const { root, field, given } = await editing(messageRow(), ["anna", "ben"]);
  await write(field, "Who lit it?");
  expect(words(root)).toContain("opens a room of your own");
  await press(button(root, "Ask again in a branch room"));
  expect(given).toMatchObject([{ type: "edit", respond: true }]);
  const alone = await editing(messageRow(), ["anna"]);
  expect(words(alone.root)).not.toContain("branch");
});
