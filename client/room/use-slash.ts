import { useEffect, useState } from "preact/hooks";
import { useRoomScene } from "./room-context.ts";
import type { SlashOption, SlashPanelState } from "./slash-panel.tsx";

type SlashModule = Pick<typeof import("./slash-panel.tsx"), "SlashPanel" | "panelOf" | "runSlash">;

/** The commands behind a `/`. They come when the first one is typed: most messages are none. */
export interface Slash {
  /** What is written is a command, or meant to be one. */
  readonly isCommand: boolean;
  readonly module: SlashModule | null;
  readonly panel: SlashPanelState | null;
  /** Id of the option the field points at; null where there is no list. */
  readonly activeId: string | null;
  /** The text has changed. */
  readonly look: () => void;
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly pick: (option: SlashOption) => void;
  readonly run: () => void;
  /** Sends it as it stands. */
  readonly sendAsText: () => void;
}

const loadSlash = (): Promise<SlashModule> =>
  import("./slash-panel.tsx").then(({ SlashPanel, panelOf, runSlash }) => ({ SlashPanel, panelOf, runSlash }));

function useSlashModule(isWanted: boolean): SlashModule | null {
  const [module, setModule] = useState<SlashModule | null>(null);
  useEffect(() => {
    if (isWanted && !module) void loadSlash().then(setModule);
  }, [isWanted]);
  return module;
}

export function useSlash(): Slash {
  const scene = useRoomScene();
  const { composer } = scene.room;
  const [at, setAt] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [isClosed, setClosed] = useState(false);
  const text = composer.text.value;
  const isCommand = text.startsWith("/");
  const module = useSlashModule(isCommand);
  const panel = isCommand && module && !isClosed ? module.panelOf(text, scene, at, problem) : null;
  const option = panel?.options[panel.at];
  const look = () => {
    setAt(0);
    setProblem(null);
    setClosed(false);
  };
  const pick = ({ name, takes }: SlashOption) => {
    composer.write(takes === undefined ? `/${name}` : `/${name} `);
    look();
    if (takes === undefined) void act();
  };
  const act = async () => {
    // Whoever is quick has written it before the commands have come.
    const { runSlash } = module ?? (await loadSlash());
    const answer = runSlash(composer.text.peek(), scene);
    if ("problem" in answer) setProblem(answer.problem);
    else composer.write(answer.text);
    setClosed(false);
  };
  const keys: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowDown: option && panel ? () => setAt((panel.at + 1) % panel.options.length) : undefined,
    ArrowUp: option && panel ? () => setAt((panel.at + panel.options.length - 1) % panel.options.length) : undefined,
    Enter: option ? () => pick(option) : undefined,
    Tab: option ? () => pick(option) : undefined,
    Escape: panel ? () => setClosed(true) : undefined,
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const key = event.shiftKey || event.ctrlKey || event.metaKey ? undefined : keys[event.key];
    if (!key) return false;
    key();
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const activeId = option ? `slash-${option.name}` : null;
  return {
    isCommand,
    module,
    panel,
    activeId,
    look,
    onKey,
    pick,
    run: () => void act(),
    sendAsText: () => composer.submit(),
  };
}
