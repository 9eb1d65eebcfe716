import { type Plugin, parseAst } from "vite";

/** What `lexMarkdown` always asks of the lexer, as source; hooks and extensions it has none. */
const OPTIONS: Readonly<Record<string, string>> = {
  breaks: "true",
  gfm: "true",
  pedantic: "false",
  silent: "false",
  extensions: "null",
  hooks: "null",
};
/** Tables of other kinds of Markdown, and what our tokenizer overrides: a method and its rule have one name. */
const NOT_OURS = ["pedantic", "normal", "html", "def"];

/**
 * Leaves of marked what our lexer needs, about half of it: neither what makes HTML, which hangs on an instance that no
 * bundler can see to be unused, nor the rules of other kinds of Markdown, which are made by calls where it is loaded. A
 * release that is built differently fails the build, so that somebody looks.
 */
export function lexerOfMarked(): Plugin {
  return {
    name: "lexer-of-marked",
    apply: "build",
    transform: {
      filter: { id: /marked\.esm\.js$/ },
      handler: (source) => ({ code: lexerIn(source), map: null }),
    },
  };
}

/**
 * @param source `marked.esm.js`: functions, classes, and tables of rules, each declared outside of everything.
 * @returns A module that exports `Lexer` and `Tokenizer`.
 * @throws Error where they are not where they were.
 */
export function lexerIn(source: string): string {
  const rest = source.search(/var \w+=new \w+;function \w+\(\w+,\w+\)\{return \w+\.parse\(/);
  const named = source.slice(source.lastIndexOf("export{"));
  const [lexer, tokenizer] = ["Lexer", "Tokenizer"].map((name) => named.match(`(\\w+) as ${name}[,}]`)?.[1]);
  if (rest < 0 || !lexer || !tokenizer) throw new Error("marked is built differently: look what its lexer needs.");
  const fixed = source
    .slice(0, rest)
    .replaceAll(/this\.options\.(\w+)\b(?!=[^=])/g, (whole, option: string) => OPTIONS[option] ?? whole);
  return `${withoutUnused(fixed, [lexer, tokenizer])}export{${lexer} as Lexer,${tokenizer} as Tokenizer};`;
}

interface Part {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Leaves out what `wanted` never comes to: other declarations, overridden methods, rules that nobody mentions. */
function withoutUnused(code: string, wanted: readonly string[]): string {
  const declared = declaredIn(code);
  const use = new Use(declared, wanted);
  const unused = [...declared.values()].flatMap((part) => {
    if (!use.kept.has(part)) return [{ ...part, by: part.type === "FunctionDeclaration" ? ";" : "0" }];
    const rules = rulesOf(part).filter((rule) => !use.kept.has(rule));
    return rules.map(({ start, end }) => ({ start, end: code[end] === "," ? end + 1 : end, by: "" }));
  });
  const empty = [...use.overridden].map((body) => ({ ...body, by: "{}" }));
  return [...unused, ...empty]
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, by }) => text.slice(0, start) + by + text.slice(end), code);
}

/** Which parts of a module are come to. */
class Use {
  /** Declarations, and of tables their rules. */
  readonly kept = new Set<Part>();
  /** Bodies of methods that are never entered. */
  readonly overridden = new Set<Part>();
  readonly #declared: ReadonlyMap<string, Part>;
  readonly #mentioned: Set<string>;

  constructor(declared: ReadonlyMap<string, Part>, wanted: readonly string[]) {
    this.#declared = declared;
    this.#mentioned = new Set(wanted);
    // A rule is needed once its name is mentioned, which may be after its table.
    for (let before = 0; before < this.#mentioned.size; ) {
      before = this.#mentioned.size;
      for (const [name, part] of declared) if (this.#mentioned.has(name)) this.#keep(part, []);
    }
  }

  /** @param anew Names of the rules that a table has itself which takes this one over. */
  #keep(part: Part, anew: readonly string[]): void {
    if (part.type !== "ObjectExpression" && !this.kept.has(part)) this.#mention(part);
    this.kept.add(part);
    const own = [...anew, ...rulesOf(part).map(({ key }) => nameOf(key))];
    for (const rule of rulesOf(part)) {
      const taken = this.#declared.get(nameOf(rule["argument"]));
      const name = nameOf(rule["key"]);
      if (taken) this.#keep(taken, own);
      else if (!this.#mentioned.has(name) || anew.includes(name) || NOT_OURS.includes(name)) continue;
      else this.#mention(rule["value"]);
      this.kept.add(rule);
    }
  }

  #mention(value: unknown): void {
    if (Array.isArray(value)) for (const inner of value) this.#mention(inner);
    if (!isPart(value)) return;
    if (value.type === "Identifier") this.#mentioned.add(nameOf(value));
    const isOverridden = value.type === "MethodDefinition" && NOT_OURS.includes(nameOf(value["key"]));
    const body = isOverridden && isPart(value["value"]) ? value["value"]["body"] : null;
    if (isPart(body)) this.overridden.add(body);
    else for (const inner of Object.values(value)) this.#mention(inner);
  }
}

const isPart = (value: unknown): value is Part => typeof value === "object" && value !== null && "type" in value;
const nameOf = (value: unknown): string => (isPart(value) && typeof value["name"] === "string" ? value["name"] : "");
const partsOf = (value: unknown): Part[] => (Array.isArray(value) ? value.filter(isPart) : []);
const rulesOf = (part: Part): Part[] => (part.type === "ObjectExpression" ? partsOf(part["properties"]) : []);

/** What is declared outside of everything, by name: functions, and the values of variables. */
function declaredIn(code: string): Map<string, Part> {
  return new Map(
    partsOf(parseAst(code).body).flatMap((statement): [string, Part][] => {
      if (statement.type === "FunctionDeclaration") return [[nameOf(statement["id"]), statement]];
      return partsOf(statement["declarations"]).flatMap(({ id, init }): [string, Part][] =>
        isPart(init) ? [[nameOf(id), init]] : [],
      );
    }),
  );
}
