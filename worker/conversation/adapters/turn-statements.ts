import { type SQL, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { personas } from "../../../schema/tables/personas.ts";
import { users } from "../../../schema/tables/users.ts";
import { botRight } from "../../services/access/bot-access.ts";
import { isWithheld, tomeRight } from "../../services/access/tome-access.ts";
import { linkedTomes, loreVersionSql } from "../../services/lore/linked-tomes.ts";
import { loreEntryJson } from "../../services/lore/lore-entry-sql.ts";
import type { ContextQuery } from "../ports.ts";

/** The statements of one turn, in the order in which `D1Context` reads their results. */
export function turnStatements(query: ContextQuery, rememberedVersion: string | null, nowMs: number): SQL[] {
  const { conversationId, ownerId, askerId, botId, personaId, viewers, knownLoreVersion } = query;
  const tomes = linkedTomes({ bot: botId, conversation: conversationId, persona: personaId }, nowMs);
  return [
    botCardJson(botId, ownerId, nowMs),
    personaRow(personaId, [ownerId, ...viewers]),
    peopleRows([askerId, ...viewers]),
    sql`select tome.id as id, stamp, ${knowledgeCollections.name}, ${knowledgeCollections.lore_settings}
        from (${tomes}) as tome inner join ${knowledgeCollections} on ${knowledgeCollections.id} = tome.id`,
    readableTomes(tomes, viewers, nowMs),
    entriesUnless(loreEntryJson, tomes, sql`version is ${knownLoreVersion}`),
    entriesUnless(
      sql`json_object('id', ${knowledge.id}, 'knowledge_collection', ${knowledge.knowledge_collection})`,
      tomes,
      sql`version is not ${knownLoreVersion} or version is ${rememberedVersion}`,
    ),
    withheldEntries(tomes, viewers, nowMs),
  ];
}

/** The bot, where the room's owner may chat with it, and what they hold on it. */
const botCardJson = (botId: string, ownerId: string, nowMs: number): SQL => sql`select json_object(
    'id', ${bots.id}, 'name', ${bots.name}, 'description', ${bots.description}, 'gender', ${bots.gender},
    'age', ${bots.age}, 'system_prompt', ${bots.system_prompt}, 'greeting', ${bots.greeting},
    'speech_examples', json(${bots.speech_examples}), 'personality_traits', json(${bots.personality_traits}),
    'behavior_settings', json(${bots.behavior_settings}), 'signature_phrases', json(${bots.signature_phrases})) as json,
    ${botRight(ownerId, nowMs)} as owners_right
  from ${bots} where ${bots.id} = ${botId} and ${botRight(ownerId, nowMs)} is not null`;

/** The active persona, where it belongs to someone in the room. */
const personaRow = (personaId: string | null, people: readonly string[]): SQL => sql`select * from ${personas}
  where ${personas.id} = ${personaId} and ${personas.user} in (select value from json_each(${JSON.stringify(people)}))`;

/** What people want to be called. A guest has said it on coming in; of an account only what was chosen for bots is read. */
const peopleRows = (people: readonly string[]): SQL => sql`
  select ${users.id}, coalesce(nullif(trim(${users.nickname}), ''), iif(${users.guest}, ${users.displayName}, null)) as nickname,
    ${users.pronouns}, ${users.custom_pronouns}, ${users.description}
  from ${users} where ${users.id} in (select value from json_each(${JSON.stringify(people)}))`;

const readableTomes = (tomes: SQL, viewers: readonly string[], nowMs: number): SQL => sql`
  select viewer.value as viewer, ${knowledgeCollections.id} as tome
  from json_each(${JSON.stringify(viewers)}) as viewer, ${knowledgeCollections}
  where ${knowledgeCollections.id} in (select id from (${tomes}))
    and ${tomeRight(sql`viewer.value`, nowMs)} is not null`;

/** What a viewer may not read of tomes they may: the few entries with a password or an end of their own. */
const withheldEntries = (tomes: SQL, viewers: readonly string[], nowMs: number): SQL => sql`
  select viewer.value as viewer, ${knowledge.id} as entry
  from ${knowledge} inner join ${knowledgeCollections} on ${knowledgeCollections.id} = ${knowledge.knowledge_collection},
    json_each(${JSON.stringify(viewers)}) as viewer
  where ${knowledge.knowledge_collection} in (select id from (${tomes}))
    and ${isWithheld(sql`viewer.value`, nowMs)}`;

/**
 * Entries of `tomes`, or none at all where `isKnown` holds of their `version`. The condition empties the list of tomes
 * and not each row's test, so that no entry is touched for nothing.
 */
const entriesUnless = (json: SQL, tomes: SQL, isKnown: SQL): SQL => sql`
  with version(version) as (select ${loreVersionSql(tomes)})
  select ${json} as json from ${knowledge}
  where ${knowledge.knowledge_collection} in (select id from (${tomes}), version where not (${isKnown}))
  order by ${knowledge.id}`;
