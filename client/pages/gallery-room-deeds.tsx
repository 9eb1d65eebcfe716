import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { InvitationRow, InvitationView } from "../../shared/fields/invitations.ts";
import { InviteDialog } from "../invitations/invite-dialog.tsx";
import type { Api } from "../net/api.ts";
import { ThreadPane } from "../room/thread-pane.tsx";
import { TranscriptState } from "../room/transcript-state.ts";
import { AppContext, useApp } from "../ui/app-context.ts";
import { Button } from "../ui/button.tsx";
import { IVY, Lines, MARA, replied, StillScene, said, useOwnIds } from "./gallery-room-scene.tsx";
import type { Specimen } from "./gallery-specimen.ts";

const AT = "2026-11-23T14:20:00.000Z";

const FIRST = "I lit it before the first star.";
const FURTHER = "Then I went down and wrote the hour into the book.";

/** A reply that was stopped and went on later: two parts, of which the last can be asked for again or taken away. */
function Parts(): VNode {
  const idOf = useOwnIds();
  const messages = useMemo(() => {
    const entry = `${FIRST} ${FURTHER}`;
    const segments = [
      { id: "s1", at: 0, length: FIRST.length },
      { id: "s2", at: FIRST.length, length: FURTHER.length + 1 },
    ];
    const take = { id: "t1", text: entry, model: "practice", state: "stopped", created_at: AT, segments } as const;
    return [
      said(idOf("pinned"), { entry: "The lamp is lit at dusk, whoever has the key.", pinned: true }),
      replied(idOf("parts"), MARA, {
        entry,
        takes: [{ ...take, segments: [...segments] }],
        current_take_id: "t1",
        stopped_by: "guest",
      }),
    ];
  }, []);
  const state = useMemo(() => new TranscriptState(), []);
  return (
    <StillScene parts={{ messages }}>
      <Lines messages={messages} state={state} />
    </StillScene>
  );
}

/** Opened by hand: it takes the focus, and one page has one. */
function Editors(): VNode {
  const idOf = useOwnIds();
  const messages = useMemo(() => [said(idOf("changing"), { entry: "Did anyone light the lamp on Tuesday?" })], []);
  const state = useMemo(() => new TranscriptState(), []);
  return (
    <StillScene parts={{ messages }}>
      <Lines messages={messages} state={state} />
      <Button isSmall onPress={() => state.begin("edit", idOf("changing"))}>
        Edit it
      </Button>
    </StillScene>
  );
}

function Threads(): VNode {
  const idOf = useOwnIds();
  const start = idOf("start");
  const messages = useMemo(() => {
    const inThread = { reply_to_id: start, thread_id: start, thread_depth: 1, is_thread_parent: false };
    const last_reply = { author_name: "Ivy", at: AT };
    const parent = { reply_to_id: null, thread_depth: 0, is_thread_parent: true, replies: 2, last_reply };
    return [
      replied(start, MARA, { entry: "Nobody goes up there without my key.", message_thread: parent }),
      said(idOf("answer"), { seq: 2, entry: "Tobias says there are two hooks.", message_thread: inThread }),
      replied(idOf("aside"), IVY, { seq: 3, entry: "Both are worn bright.", message_thread: inThread }),
    ];
  }, []);
  const state = useMemo(() => new TranscriptState(), []);
  return (
    <StillScene parts={{ messages }}>
      <Lines messages={messages.slice(0, 1)} state={state} />
      <div class="inspector-body pane-threads">
        <ThreadPane message_id={start} />
      </div>
    </StillScene>
  );
}

const LINK: InvitationRow = {
  id: "i1",
  conversation: "c1",
  created_by: "guest",
  role: "member",
  expires_at: "2099-12-01T12:00:00.000Z",
  uses: 5,
  used: 1,
  revoked_at: null,
  createdAt: AT,
  updatedAt: AT,
};
const VIEW: InvitationView = {
  state: "open",
  role: "member",
  inviter_name: "You",
  expires_at: LINK.expires_at,
  title: "Harbour Nights",
  people: 1,
  bots: [{ bot_id: MARA, name: "Mara Quill", picture: null, pays: "practice" }],
  conversation: null,
};

/** Answers of no server. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  GET: { ...VIEW, docs: [LINK] },
  POST: { ...LINK, code: "a-code-nobody-guesses" },
};
const STILL_API: Api = {
  async call(method, _path, decoder) {
    const read = decoder.safeParse(ANSWERS[method] ?? null);
    if (read.success) return { ok: true, value: read.data };
    return { ok: false, problem: { status: 0, code: "offline", detail: "The gallery has no server.", errors: [] } };
  },
};

function Invitations(): VNode {
  const app = useApp();
  const [isOpen, setOpen] = useState(false);
  return (
    <AppContext.Provider value={{ ...app, api: STILL_API }}>
      <Button isSmall onPress={() => setOpen(true)}>
        Invite people
      </Button>
      {isOpen && <InviteDialog room_id="c1" onClose={() => setOpen(false)} />}
    </AppContext.Provider>
  );
}

export const DEEDS: readonly Specimen[] = [
  { name: "Pinned, and a reply in parts", Show: Parts },
  { name: "Message editor", keys: "Ctrl Enter saves, Esc leaves and asks before it discards.", Show: Editors },
  { name: "Thread", keys: "Tab leads through the thread and out of it.", Show: Threads },
  { name: "Invitation", keys: "Esc closes the dialog.", Show: Invitations },
];
