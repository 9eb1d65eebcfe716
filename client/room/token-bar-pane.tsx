import type { VNode } from "preact";
import * as z from "zod/mini";
import type { MessageRow } from "../../shared/fields/message.ts";
import { PromptReceipt } from "../../shared/prompt/receipt.ts";
import { useApp } from "../ui/app-context.ts";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { payerWords } from "./prompt-pane-words.ts";
import { useRoomScene } from "./room-context.ts";
import { TokenBar } from "./token-bar.tsx";
import { countWords } from "./token-bar-segments.ts";

/** What the room costs: the newest prompt, the next one as far as it can be told, each bot's part, and who pays. */
export function TokensPane(): VNode {
  const { room } = useRoomScene();
  const replies = room.messages.value.filter(
    ({ bot, takes, streaming }) => bot !== null && takes.length > 0 && !streaming,
  );
  const newest = replies.at(-1);
  if (!newest) return <p class="pane-empty">When a bot has answered, what that took is counted here.</p>;
  return (
    <>
      <NewestPrompt message={newest} />
      <h3>By bot</h3>
      <BotCosts replies={replies} isWhole={!room.hasMore.value} />
      <h3>Balance</h3>
      <Balance />
      <h3>When it is full</h3>
      <FullWords />
    </>
  );
}

function NewestPrompt({ message }: { message: MessageRow }): VNode {
  const { api } = useApp();
  const { room, nameOf, openPane } = useRoomScene();
  const path = `/conversations/${room.room_id.value}/messages/${message.id}/prompt`;
  const receipt = useAnswer(`${message.id} ${message.current_take_id}`, (signal) =>
    api.call("GET", path, PromptReceipt, { signal }),
  );
  if (receipt.problem) return <ErrorBlock problem={receipt.problem} onRetry={receipt.reload} />;
  if (!receipt.value) return <Skeleton rows={2} onRetry={receipt.reload} />;
  const { total, window, reserved, payer } = receipt.value;
  const next = Math.min(window - reserved, total + message.token_tracking.output_tokens);
  return (
    <>
      <h3>
        Newest prompt (<bdi>{message.author_name}</bdi>)
      </h3>
      <TokenBar receipt={receipt.value} />
      <p class="pane-note">
        The next one will have about {countWords(next)} of {countWords(window - reserved)}, and what you write.{" "}
        {payerWords(payer, nameOf)}.
      </p>
      <button type="button" class="link-button" onClick={() => openPane("prompt", message.id)}>
        Open the receipt
      </button>
    </>
  );
}

interface Cost {
  readonly name: string;
  readonly replies: number;
  readonly read: number;
  readonly written: number;
}

function costsOf(replies: readonly MessageRow[]): readonly Cost[] {
  const costs = new Map<string, Cost>();
  for (const { bot, author_name, token_tracking } of replies) {
    const before = costs.get(bot ?? "") ?? { name: author_name, replies: 0, read: 0, written: 0 };
    costs.set(bot ?? "", {
      name: author_name,
      replies: before.replies + 1,
      read: before.read + token_tracking.input_tokens,
      written: before.written + token_tracking.output_tokens,
    });
  }
  return [...costs.values()].sort((a, b) => b.read + b.written - a.read - a.written);
}

function BotCosts({ replies, isWhole }: { replies: readonly MessageRow[]; isWhole: boolean }): VNode {
  return (
    <>
      <table class="token-table">
        <thead>
          <tr>
            <th scope="col">Bot</th>
            <th scope="col">Replies</th>
            <th scope="col">Read</th>
            <th scope="col">Wrote</th>
          </tr>
        </thead>
        <tbody>
          {costsOf(replies).map(({ name, replies: count, read, written }) => (
            <tr key={name}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td>{countWords(count)}</td>
              <td>{countWords(read)}</td>
              <td>{countWords(written)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isWhole && <p class="pane-note">Of the messages loaded so far. Scroll up for more.</p>}
    </>
  );
}

const Account = z.object({ tokenBalance: z.number() });

/** Included tokens, one's own key, or a gift: the three ways to pay (ux §5.3). */
function Balance(): VNode {
  const { api, session } = useApp();
  const user = session.me.value?.id ?? null;
  const account = useAnswer(user, (signal) => api.call("GET", "/me", Account, { signal }));
  return (
    <>
      {account.problem && <ErrorBlock problem={account.problem} onRetry={account.reload} />}
      {account.value && (
        <p>
          <strong class="token-balance">{countWords(account.value.tokenBalance)}</strong> tokens left
        </p>
      )}
      <p class="pane-note">The practice model costs nothing. A key of your own is used where you choose its model.</p>
      <p>
        <a class="button button-small" href="/settings/keys">
          Use my own key
        </a>
      </p>
    </>
  );
}

function FullWords(): VNode {
  const { room } = useRoomScene();
  const percent = room.view.value?.room.settings.lore_budget_percent ?? 0;
  return (
    <p class="pane-note">
      The oldest messages are left out first, never the newest. Lore takes at most {percent}% of the room, and what does
      not fit is listed on the receipt as left off the tray.
    </p>
  );
}
