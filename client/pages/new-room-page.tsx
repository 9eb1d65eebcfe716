import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { MAX_BOTS } from "../../shared/protocol/limits.ts";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { useAnswer } from "../ui/use-answer.ts";
import { BotPicker } from "./bot-picker.tsx";

const Created = z.object({ id: z.string() });
const Personas = z.object({ docs: z.array(z.object({ id: z.string(), name: z.string() })) });

/** `/rooms/new`: who sits at the table, what it is called, and who you are there. */
export function NewRoomPage(): VNode {
  const { session } = useApp();
  const { query } = useLocation();
  const [chosen, setChosen] = useState<readonly string[]>(query["bots"]?.split(",").filter(Boolean) ?? []);
  useEffect(() => {
    document.title = "New room · BotCafe";
    void session.ensure();
  }, []);
  const toggle = (id: string) => {
    if (chosen.includes(id)) setChosen(chosen.filter((other) => other !== id));
    else if (chosen.length < MAX_BOTS) setChosen([...chosen, id]);
  };
  return (
    <div class="page">
      <header class="page-head">
        <h1>New room</h1>
      </header>
      <BotPicker chosen={chosen} onPick={toggle} />
      <RoomForm bot_ids={chosen} />
    </div>
  );
}

function RoomForm({ bot_ids }: { bot_ids: readonly string[] }): VNode {
  const { api, session } = useApp();
  const { route } = useLocation();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const user = session.me.value?.id ?? null;
  const personas = useAnswer(user, (signal) => api.call("GET", "/personas?limit=100", Personas, { signal }));
  const create = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    const title = String(data.get("title") ?? "").trim();
    const persona_id = String(data.get("persona") ?? "");
    setBusy(true);
    const answer = await api.call("POST", "/conversations", Created, {
      body: { bot_ids, ...(title && { title }), ...(persona_id && { persona_id }) },
    });
    setBusy(false);
    if (answer.ok) route(`/r/${answer.value.id}`);
    else setProblem(answer.problem);
  };
  return (
    <form
      class="form room-form"
      onSubmit={(event) => {
        event.preventDefault();
        void create(event.currentTarget);
      }}
    >
      <label class="field">
        <span>Title (you can leave it out)</span>
        <input type="text" name="title" maxLength={120} />
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
      <button type="submit" class="button button-primary" disabled={isBusy || bot_ids.length === 0}>
        {startWords(bot_ids.length)}
      </button>
    </form>
  );
}

function startWords(count: number): string {
  if (count === 0) return "Pick at least one bot";
  return count === 1 ? "Start with 1 bot" : `Start with ${count} bots`;
}
