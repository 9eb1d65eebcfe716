import type { VNode } from "preact";
import type { RoomScene } from "./room-context.ts";
import { commandsFor, type SlashAnswer, type SlashCommand } from "./slash-commands.ts";
import type { Slash } from "./use-slash.ts";
import "../styles/slash.css";

/** A command as the list offers it. */
export type SlashOption = Pick<SlashCommand, "name" | "takes" | "hint">;

/** What stands above the field while a command is written. */
export interface SlashPanelState {
  /** Commands that begin like this; empty once one is chosen. */
  readonly options: readonly SlashOption[];
  readonly at: number;
  /** The chosen command, whose arguments are being written. */
  readonly chosen: SlashOption | null;
  /** Why it did not happen. */
  readonly problem: string | null;
  /** There is no such command. */
  readonly unknown: string | null;
}

const read = (text: string) => {
  const [, name = "", gap = "", rest = ""] = /^\/(\S*)(\s*)([\s\S]*)$/u.exec(text) ?? [];
  return { name: name.toLowerCase(), hasGap: gap !== "", rest: rest.trim() };
};

export function panelOf(text: string, scene: RoomScene, at: number, problem: string | null): SlashPanelState {
  const { name, hasGap } = read(text);
  const all = commandsFor(scene);
  const exact = all.find((command) => command.name === name) ?? null;
  const options = hasGap ? [] : all.filter((command) => command.name.startsWith(name));
  const isUnknown = exact === null && options.length === 0;
  return {
    options,
    at: Math.min(at, Math.max(0, options.length - 1)),
    chosen: hasGap ? exact : null,
    problem,
    unknown: isUnknown ? name : null,
  };
}

/** Does what is written, or tells why not. */
export function runSlash(text: string, scene: RoomScene): SlashAnswer {
  const { name, rest } = read(text);
  const command = commandsFor(scene).find((other) => other.name === name);
  return command ? command.run(scene, rest) : { problem: `No command /${name}.` };
}

interface SlashPanelProps {
  readonly panel: SlashPanelState;
  readonly slash: Slash;
  readonly onPicked: () => void;
}

/** The commands there are, the arguments of the chosen one, or why it did not happen. The focus stays in the field. */
export function SlashPanel({ panel, slash, onPicked }: SlashPanelProps): VNode | null {
  if (panel.unknown !== null) return <Unknown name={panel.unknown} slash={slash} />;
  if (panel.problem !== null || panel.chosen) {
    return (
      <div class="mention-list slash-said" role="status">
        {panel.chosen && <CommandWords option={panel.chosen} />}
        {panel.problem !== null && <p class="slash-problem">{panel.problem}</p>}
      </div>
    );
  }
  return (
    <div class="mention-list slash-list" role="listbox" id="slash-list" aria-label="Commands">
      {panel.options.map((option, index) => (
        <div
          key={option.name}
          id={`slash-${option.name}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === panel.at}
          class={index === panel.at ? "mention-option mention-chosen" : "mention-option"}
          ref={(element) => {
            if (index === panel.at) element?.scrollIntoView({ block: "nearest" });
          }}
          // Before the field loses the focus to the click.
          onPointerDown={(event) => {
            event.preventDefault();
            slash.pick(option);
            onPicked();
          }}
        >
          <CommandWords option={option} />
        </div>
      ))}
    </div>
  );
}

function CommandWords({ option: { name, takes, hint } }: { option: SlashOption }): VNode {
  return (
    <p class="slash-words">
      <bdi class="slash-name" dir="ltr">
        /{name}
      </bdi>{" "}
      {takes !== undefined && (
        <bdi class="slash-takes" dir="ltr">
          {takes}
        </bdi>
      )}
      <span class="slash-hint">{hint}</span>
    </p>
  );
}

function Unknown({ name, slash }: { name: string; slash: Slash }): VNode {
  return (
    <div class="mention-list slash-said" role="status">
      <p class="slash-problem">
        No command <bdi>/{name}</bdi>. Send as text?
      </p>
      <button
        type="button"
        class="button button-small"
        onMouseDown={(e) => e.preventDefault()}
        onClick={slash.sendAsText}
      >
        Send as text
      </button>
    </div>
  );
}
