import { type SQL, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { conversations } from "../../../schema/tables/conversations.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { media } from "../../../schema/tables/media.ts";
import { messages } from "../../../schema/tables/messages.ts";
import { botRight } from "../access/bot-access.ts";
import { roleIn } from "../access/conversation-access.ts";
import { entryRight } from "../access/tome-access.ts";
import { isNotMemories } from "../knowledge-collections/read-tomes.ts";
import { mayRead } from "../messages/read-messages.ts";
import type { Searcher, SearchQuery } from "./search.ts";

const READERS = '["read","write","admin","owner"]';
const EDITORS = '["write","admin","owner"]';

/** Whether the caller may see the row of `search_documents` that `matched` found, by the rules of its own reads. */
export const isVisible = ({ includeMemoryTomes }: SearchQuery, { userId, nowMs }: Searcher): SQL => sql`
  case search_documents.kind
    when 'messages' then exists (select 1 from ${messages}
      inner join ${conversations} on ${conversations.id} = ${messages.conversation}
      where ${messages.id} = search_documents.ref and ${mayRead(userId)} and ${roleIn(userId)} is not null)
    when 'knowledge' then exists (select 1 from ${knowledge}
      inner join ${knowledgeCollections} on ${knowledgeCollections.id} = ${knowledge.knowledge_collection}
      where ${knowledge.id} = search_documents.ref and ${entryRight(userId, nowMs)} is not null
        and ${includeMemoryTomes ? sql`true` : isNotMemories()})
    else (select ${botRight(userId, nowMs)} from ${bots} where ${bots.id} = search_documents.ref)
      in (select value from json_each(case matched.guarded when 1 then ${EDITORS} else ${READERS} end))
  end`;

/** What a hit shows of its row, as JSON, with the `texts` to excerpt, the best first; for rows of `page`. */
export const hitFields = ({ userId, nowMs }: Searcher): SQL<string | null> => sql`
  case page.kind
    when 'messages' then (select json_object('id', ${messages.id}, 'conversation', ${messages.conversation},
        'conversation_title', ${conversations.title}, 'author_name', ${messages.author_name}, 'bot', ${messages.bot},
        'created_timestamp', ${messages.created_timestamp}, 'texts', json_array(${messages.entry}))
      from ${messages} inner join ${conversations} on ${conversations.id} = ${messages.conversation}
      where ${messages.id} = page.ref)
    when 'knowledge' then (select json_object('id', ${knowledge.id}, 'title', ${knowledge.title},
        'knowledge_collection', ${knowledgeCollections.id}, 'knowledge_collection_name', ${knowledgeCollections.name},
        'texts', json_array(${knowledge.entry}, ${knowledge.title}))
      from ${knowledge}
      inner join ${knowledgeCollections} on ${knowledgeCollections.id} = ${knowledge.knowledge_collection}
      where ${knowledge.id} = page.ref)
    else (select json_object('id', ${bots.id}, 'name', ${bots.name}, 'slug', ${bots.slug},
        'creator_username', ${creatorProfiles.username}, 'picture_url', ${media.url},
        'texts', json_array(${bots.description}, ${bots.greeting}, ${bots.name},
          case when ${botRight(userId, nowMs)} in (select value from json_each(${EDITORS})) then ${bots.system_prompt} end))
      from ${bots}
      inner join ${creatorProfiles} on ${creatorProfiles.id} = ${bots.creator_profile}
      left join ${media} on ${media.id} = ${bots.picture}
      where ${bots.id} = page.ref)
  end`;
