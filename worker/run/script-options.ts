import { Refusal } from "./bootstrap.mjs";

/** What a script of package.json takes behind `--`: words, numbers and switches. */
export interface ScriptUse<N extends string, S extends string> {
  /** As in `npm run <name>`. */
  readonly name: string;
  /** One line. */
  readonly does: string;
  /** What words without dashes choose, and from what. */
  readonly words: string;
  /** `--name n`: what it is, and what counts where it is not given. */
  readonly numbers: Readonly<Record<N, { readonly is: string; readonly unless: number }>>;
  /** `--name`: what it does. */
  readonly switches: Readonly<Record<S, string>>;
}

export interface Given<N extends string, S extends string> {
  readonly words: readonly string[];
  /** Above 0. */
  readonly numbers: Readonly<Record<N, number>>;
  readonly switches: ReadonlySet<S>;
}

const HELP: readonly string[] = ["--help", "-h"];

/**
 * What was given to a script; null where only help was asked for.
 * @throws Refusal that names the option, and what there is instead.
 */
export function readOptions<N extends string, S extends string>(
  use: ScriptUse<N, S>,
  args: readonly string[],
): Given<N, S> | null {
  if (args.some((arg) => HELP.includes(arg))) return null;
  const words: string[] = [];
  const switches = new Set<S>();
  const numbers = unlessGiven(use);
  // `--kills=30` is `--kills 30`.
  const waiting = args.flatMap((arg) => splitOnce(use, arg));
  for (let arg = waiting.shift(); arg !== undefined; arg = waiting.shift()) {
    const name = arg.replace(/^--/, "");
    if (!arg.startsWith("-")) words.push(arg);
    else if (isKey(use.switches, name)) switches.add(name);
    else if (isKey(use.numbers, name)) numbers[name] = positive(name, waiting.shift());
    else
      throw new Refusal(`There is no option ${arg}. ${optionsInWords(use)} "npm run ${use.name} -- --help" says more.`);
  }
  return { words, numbers, switches };
}

/** @throws Refusal where `value` is no number above 0. */
export function positive(name: string, value: string | undefined): number {
  const n = Number(value);
  if (!(n > 0 && n < Number.POSITIVE_INFINITY))
    throw new Refusal(
      `--${name} takes a number above 0, as in --${name} 3${value === undefined ? "" : `; not ${value}`}.`,
    );
  return n;
}

/** What `--help` says. */
export function helpText<N extends string, S extends string>(use: ScriptUse<N, S>): string {
  const rows = [
    ...entries(use.numbers).map(([name, { is, unless }]) => [`--${name} <n>`, `${is}; ${unless} unless given`]),
    ...entries(use.switches).map(([name, does]) => [`--${name}`, does]),
  ];
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return [
    `npm run ${use.name} -- [words] [options]`,
    use.does,
    "",
    ...rows.map(([name = "", is]) => `  ${name.padEnd(width)}  ${is}`),
    "",
    use.words,
  ].join("\n");
}

const entries = <K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] => Object.entries(record) as [K, V][];

const isKey = <K extends string>(record: Readonly<Record<K, unknown>>, name: string): name is K =>
  Object.hasOwn(record, name);

function unlessGiven<N extends string>({ numbers }: ScriptUse<N, string>): Record<N, number> {
  const pairs = entries(numbers).map(([name, { unless }]) => [name, unless]);
  return Object.fromEntries(pairs) as Record<N, number>;
}

function splitOnce({ numbers }: ScriptUse<string, string>, arg: string): string[] {
  const [, name = "", value = ""] = /^--([a-z-]+)=(.*)$/.exec(arg) ?? [];
  return isKey(numbers, name) ? [`--${name}`, value] : [arg];
}

function optionsInWords<N extends string, S extends string>({ numbers, switches }: ScriptUse<N, S>): string {
  const names = [
    ...Object.keys(numbers).map((name) => `--${name} <n>`),
    ...Object.keys(switches).map((name) => `--${name}`),
  ];
  return `There are: ${names.join(", ")}.`;
}
