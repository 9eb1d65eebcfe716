import type { PersonaRecord } from "../../../schema/tables/personas.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { LoreEntry } from "../../../shared/fields/knowledge.ts";
import type { LoreSettings } from "../../../shared/fields/knowledge-collections.ts";
import { nowMs } from "../../clock.ts";
import { statement } from "../../d1-statement.ts";
import type { Env } from "../../env.ts";
import { chooseModel } from "../../llm/choose-model.ts";
import { holds } from "../../services/access/rights.ts";
import { loreVersionOf } from "../../services/lore/linked-tomes.ts";
import type { BotCard, ChatPreferences, ContextPort, ContextQuery, TurnContext } from "../ports.ts";
import { withTimeout } from "./d1-timeout.ts";
import { personaCard } from "./persona-card.ts";
import { turnStatements } from "./turn-statements.ts";

const NO_PREFERENCES: ChatPreferences = { nickname: null, pronouns: null, custom_pronouns: null, description: null };
/** Lore versions whose entry ids are remembered: one for each bot a room can have. */
const REMEMBERED_VERSIONS = 20;

interface JsonRow {
  readonly json: string;
}
interface BotRow extends JsonRow {
  readonly owners_right: Right;
}
interface TomeRow {
  readonly id: string;
  readonly stamp: string;
  readonly name: string;
  /** JSON of LoreSettings. */
  readonly lore_settings: string;
}
type PersonaRow = Omit<PersonaRecord, "interaction_preferences"> & { readonly interaction_preferences: string };
interface PersonRow extends ChatPreferences {
  readonly id: string;
}
interface WithheldRow {
  readonly viewer: string;
  readonly entry: string;
}
interface ReadableRow {
  readonly viewer: string;
  readonly tome: string;
}
type EntryIdsByTome = ReadonlyMap<string, readonly string[]>;

/**
 * What a turn needs, in one call of D1; entries travel only when their version moved. Rules DATA10 to DATA13 in
 * worker/services/SPEC.md.
 */
export class D1Context implements ContextPort {
  readonly #env: Env;
  /** By lore version. Which entries there are is remembered, who may read them is asked anew each turn. */
  readonly #entryIds = new Map<string, EntryIdsByTome>();

  constructor(env: Env) {
    this.#env = env;
  }

  async load(query: ContextQuery): Promise<TurnContext> {
    const known = query.knownLoreVersion;
    const remembered = known !== null && this.#entryIds.has(known) ? known : null;
    const statements = turnStatements(query, remembered, nowMs()).map((sql) => statement(this.#env.DB, sql));
    const results = await withTimeout(this.#env.DB.batch(statements));
    const rows = <Row>(at: number) => (results[at]?.results ?? []) as Row[];

    const tomes = rows<TomeRow>(3);
    const loreVersion = loreVersionOf(tomes);
    const entries = rows<JsonRow>(5).map(({ json }) => JSON.parse(json) as LoreEntry);
    const ids = rows<JsonRow>(6).map(({ json }) => JSON.parse(json) as EntryId);
    const entryIds = this.#remember(loreVersion, [...entries, ...ids]);
    const [bot] = rows<BotRow>(0);
    const [persona] = rows<PersonaRow>(1);
    return {
      bot: bot ? (JSON.parse(bot.json) as BotCard) : null,
      persona: persona
        ? personaCard({ ...persona, interaction_preferences: JSON.parse(persona.interaction_preferences) })
        : null,
      ...namesOf(rows<PersonRow>(2), query.askerId),
      entries,
      collections: tomes.map(({ id, name, lore_settings }) => ({
        id,
        name,
        lore_settings: JSON.parse(lore_settings) as LoreSettings,
      })),
      loreVersion,
      ownerEditsBot: bot !== undefined && holds(bot.owners_right, "write"),
      readableBy: readableBy(query.viewers, rows<ReadableRow>(4), entryIds, rows<WithheldRow>(7)),
      model: chooseModel(query, this.#env),
    };
  }

  #remember(version: string, entries: readonly EntryId[]): EntryIdsByTome {
    const known = this.#entryIds.get(version);
    if (known) return known;
    const byTome = Map.groupBy(entries, (entry) => entry.knowledge_collection);
    const ids: EntryIdsByTome = new Map([...byTome].map(([tome, list]) => [tome, list.map(({ id }) => id)]));
    this.#entryIds.set(version, ids);
    for (const oldest of this.#entryIds.keys()) {
      if (this.#entryIds.size <= REMEMBERED_VERSIONS) break;
      this.#entryIds.delete(oldest);
    }
    return ids;
  }
}

/** All that the asker wants known of them; of everyone else what they want to be called. */
function namesOf(people: readonly PersonRow[], askerId: string): Pick<TurnContext, "preferences" | "nicknames"> {
  const { id: _id, ...preferences } = people.find(({ id }) => id === askerId) ?? { id: askerId, ...NO_PREFERENCES };
  return {
    preferences,
    nicknames: Object.fromEntries(people.flatMap((p) => (p.nickname ? [[p.id, p.nickname]] : []))),
  };
}

type EntryId = Pick<LoreEntry, "id" | "knowledge_collection">;

/** Everyone asked for stands in the answer, with nothing where they may read nothing. */
function readableBy(
  viewers: readonly string[],
  readable: readonly ReadableRow[],
  entryIds: EntryIdsByTome,
  withheld: readonly WithheldRow[],
): Record<string, readonly string[]> {
  const tomes = Map.groupBy(readable, (row) => row.viewer);
  const kept = Map.groupBy(withheld, (row) => row.viewer);
  const idsOf = (viewer: string) => {
    const hidden = new Set(kept.get(viewer)?.map(({ entry }) => entry));
    const all = (tomes.get(viewer) ?? []).flatMap(({ tome }) => entryIds.get(tome) ?? []);
    return hidden.size === 0 ? all : all.filter((id) => !hidden.has(id));
  };
  return Object.fromEntries(viewers.map((viewer) => [viewer, idsOf(viewer)]));
}
