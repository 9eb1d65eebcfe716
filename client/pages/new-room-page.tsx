import type { VNode } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { MAX_BOTS } from "../../shared/protocol/limits.ts";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { useAnswer } from "../ui/use-answer.ts";
import { BotPicker, type PickedBot } from "./bot-picker.tsx";
import { MAX_TITLE, titleOf } from "./room-title.ts";

const Created = z.object({ id: z.string() });
const Personas = z.object({ docs: z.array(z.object({ id: z.string(), name: z.string() })) });

/** `/rooms/new`: who sits at the table, what it is called, and who you are there. */
export function NewRoomPage(): VNode {
  const { session } = useApp();
  const [chosen, setChosen] = useState<readonly PickedBot[]>([]);
  useEffect(() => {
    document.title = "New room · BotCafe";
    void session.ensure();
  }, []);
  const toggle = (bot: PickedBot) => {
    const others = chosen.filter(({ id }) => id !== bot.id);
    if (others.length < chosen.length) setChosen(others);
    else if (chosen.length < MAX_BOTS) setChosen([...chosen, bot]);
  };
  return (
    <div class="page">
      <header class="page-head">
        <h1>New room</h1>
      </header>
      <BotPicker chosen={chosen.map(({ id }) => id)} onPick={toggle} />
      <RoomForm bots={chosen} />
    </div>
  );
}

function RoomForm({ bots }: { bots: readonly PickedBot[] }): VNode {
  const { api, session } = useApp();
  const { route } = useLocation();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useId();
  const user = session.me.value?.id ?? null;
  const personas = useAnswer(user, (signal) => api.call("GET", "/personas?limit=100", Personas, { signal }));
  const create = async (fields: HTMLFormElement) => {
    const data = new FormData(fields);
    const title = String(data.get("title") ?? "").trim() || titleOf(bots);
    const persona_id = String(data.get("persona") ?? "");
    setBusy(true);
    const answer = await api.call("POST", "/conversations", Created, {
      body: { bot_ids: bots.map(({ id }) => id), title, ...(persona_id && { persona_id }) },
    });
    setBusy(false);
    if (answer.ok) route(`/r/${answer.value.id}`);
    else setProblem(answer.problem);
  };
  return (
    <>
      <form
        id={form}
        class="form room-form"
        onSubmit={(event) => {
          event.preventDefault();
          void create(event.currentTarget);
        }}
      >
        <label class="field">
          <span>Title (left out, it is called by its bots)</span>
          <input type="text" name="title" maxLength={MAX_TITLE} />
        </label>
        {(personas.value?.docs.length ?? 0) > 0 && (
          <label class="field">
            <span>Speak as</span>
            <select name="persona">
              <option value="">Yourself</option>
              {personas.value?.docs.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {problem && (
          <p class="form-problem" role="alert">
            {problem.errors[0]?.message ?? problem.detail}
          </p>
        )}
      </form>
      {/* In reach from wherever one is in the list of bots. */}
      <div class="start-bar">
        <p class="start-names" dir="auto">
          {titleOf(bots)}
        </p>
        <button type="submit" form={form} class="button button-primary" disabled={isBusy || bots.length === 0}>
          {startWords(bots.length)}
        </button>
      </div>
    </>
  );
}

function startWords(count: number): string {
  if (count === 0) return "Pick at least one bot";
  return count === 1 ? "Start with 1 bot" : `Start with ${count} bots`;
}
