import type { NewEvent } from "../../shared/room/events.ts";
import { estimateTokens } from "../../shared/text/tokens.ts";
import { closeMessage } from "./core/turns/close-message.ts";
import { afterDeath } from "./core/turns/turn-queue.ts";
import type { Sha256 } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";
import type { StoredGeneration } from "./room-store.ts";

/**
 * Closes what the last life of the object left open. A constructor never runs while a reply does, so every stored
 * generation is an orphan: its message keeps the text that was committed (all that any device has seen) and is marked
 * interrupted; "continue" takes it up again. Waiting turns stay. One commit, or none when nothing was open.
 */
export function repairAfterDeath(core: RoomCore, deps: { sha256: Sha256; now: string }): void {
  const orphans = core.store.turns.generations();
  const queue = afterDeath(core.queue);
  if (orphans.length === 0 && queue.turns.length === core.queue.turns.length) return;
  const events = orphans.flatMap((orphan) => interrupted(core, orphan, deps));
  core.commit(
    {
      events,
      queue,
      also: () => {
        for (const orphan of orphans)
          core.store.turns.close(orphan.generation_id, orphan.text === "" && extendsText(core, orphan));
      },
    },
    deps.now,
  );
}

function interrupted(core: RoomCore, orphan: StoredGeneration, deps: { sha256: Sha256; now: string }): NewEvent[] {
  const row = core.message(orphan.message_id);
  const take = row?.takes.find((t) => t.id === orphan.take_id);
  if (!row || take?.state !== "streaming") return [];
  const text = take.text + orphan.text + (take.rest?.text ?? "");
  const reasoning = (take.reasoning ?? "") + orphan.reasoning;
  const message = closeMessage(row, {
    generationId: orphan.generation_id,
    takeId: take.id,
    text,
    reasoning,
    baseLength: take.text.length,
    ownLength: orphan.text.length,
    sha256: deps.sha256(text),
    now: deps.now,
    model: null,
    byoKey: row.byo_key,
    inputTokens: 0,
    outputTokens: estimateTokens(orphan.text),
    tookMs: 0,
    ending: { state: "interrupted" },
    isNewest: !core.store.messages.isFollowed(row.id),
  });
  return [{ type: "message.updated", message }];
}

/** Whether the generation was to go on from a text: then, having said nothing, it leaves no trace. */
const extendsText = (core: RoomCore, { message_id, take_id }: StoredGeneration): boolean =>
  core.message(message_id)?.takes.find((t) => t.id === take_id)?.text !== "";
