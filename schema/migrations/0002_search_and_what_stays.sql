-- Nothing in the audit log is changed or deleted. drizzle knows no triggers.
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT raise(ABORT, 'audit_log is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT raise(ABORT, 'audit_log is append-only'); END;

--> statement-breakpoint
-- An entry of the ledger is never changed. It goes only with the account it belongs to. drizzle knows no triggers.
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT raise(ABORT, 'ledger is append-only'); END;

--> statement-breakpoint
-- What tables and indexes of drizzle cannot say: counts that follow rows, names kept for a while, full-text search.

-- Likes and favourites of a bot are exact whoever writes a row: its count moves in the same statement.
CREATE TRIGGER bot_interactions_added AFTER INSERT ON bot_interactions WHEN new.liked OR new.favorited BEGIN
  UPDATE bots SET likes_count = likes_count + new.liked, favorites_count = favorites_count + new.favorited
  WHERE id = new.bot;
END;
--> statement-breakpoint
CREATE TRIGGER bot_interactions_changed AFTER UPDATE OF liked, favorited ON bot_interactions BEGIN
  UPDATE bots SET likes_count = likes_count + new.liked - old.liked,
    favorites_count = favorites_count + new.favorited - old.favorited
  WHERE id = new.bot;
END;
--> statement-breakpoint
CREATE TRIGGER bot_interactions_removed AFTER DELETE ON bot_interactions WHEN old.liked OR old.favorited BEGIN
  UPDATE bots SET likes_count = likes_count - old.liked, favorites_count = favorites_count - old.favorited
  WHERE id = old.bot;
END;
--> statement-breakpoint

-- The bots of a conversation, one row each.
CREATE TRIGGER conversation_bots_added AFTER INSERT ON conversations BEGIN
  INSERT INTO conversation_bots (conversation, bot)
  SELECT DISTINCT new.id, value ->> '$.bot_id' FROM json_each(new.bot_participation)
  WHERE value ->> '$.bot_id' IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_bots_changed AFTER UPDATE OF bot_participation ON conversations
WHEN new.bot_participation IS NOT old.bot_participation BEGIN
  DELETE FROM conversation_bots WHERE conversation = new.id;
  INSERT INTO conversation_bots (conversation, bot)
  SELECT DISTINCT new.id, value ->> '$.bot_id' FROM json_each(new.bot_participation)
  WHERE value ->> '$.bot_id' IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_bots_removed AFTER DELETE ON conversations BEGIN
  DELETE FROM conversation_bots WHERE conversation = old.id;
END;
--> statement-breakpoint
INSERT INTO conversation_bots (conversation, bot)
SELECT DISTINCT conversations.id, value ->> '$.bot_id' FROM conversations, json_each(bot_participation)
WHERE value ->> '$.bot_id' IS NOT NULL;
--> statement-breakpoint

-- A username given up is as taken as one in use. The words are those of a unique index.
CREATE TRIGGER creator_profiles_username_kept BEFORE INSERT ON creator_profiles
WHEN EXISTS (SELECT 1 FROM username_redirects
             WHERE username_key = new.username_key AND user <> new.user AND expires_at > new.updatedAt) BEGIN
  SELECT raise(ABORT, 'UNIQUE constraint failed: creator_profiles.username is kept');
END;
--> statement-breakpoint
CREATE TRIGGER creator_profiles_username_kept_too BEFORE UPDATE OF username_key ON creator_profiles
WHEN new.username_key <> old.username_key
  AND EXISTS (SELECT 1 FROM username_redirects
              WHERE username_key = new.username_key AND user <> new.user AND expires_at > new.updatedAt) BEGIN
  SELECT raise(ABORT, 'UNIQUE constraint failed: creator_profiles.username is kept');
END;
--> statement-breakpoint

-- Full-text search. The texts stay where they are; the indexes hold words and numbers only.
CREATE VIRTUAL TABLE search_words USING fts5(
  title, body, guarded, scope,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
--> statement-breakpoint
-- Scripts that put no spaces between words are found by any three characters in a row.
CREATE VIRTUAL TABLE search_trigrams USING fts5(
  title, body, guarded,
  content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
-- What is searched: `guarded` only by those who may edit the row. `scope` names what a caller needs to have a part in,
-- one of its words at least: the conversation, the tome, the bot or its owner; or says that the bot is public.
CREATE VIEW search_texts AS
SELECT 'messages' AS kind, id AS ref, '' AS title, entry AS body, '' AS guarded,
  replace(conversation, '-', '') AS scope
FROM messages
UNION ALL
SELECT 'knowledge', id, title,
  concat_ws(' ', entry,
    (SELECT group_concat(value ->> '$.keyword', ' ') FROM json_each(activation_settings, '$.primary_keys')),
    (SELECT group_concat(value ->> '$.keyword', ' ') FROM json_each(activation_settings, '$.secondary_keys')),
    (SELECT group_concat(value ->> '$.tag', ' ') FROM json_each(tags))),
  '', replace(knowledge_collection, '-', '')
FROM knowledge
UNION ALL
SELECT 'bots', id, name,
  concat_ws(' ', description, greeting, (SELECT group_concat(value ->> '$.tag', ' ') FROM json_each(tags))),
  system_prompt,
  concat_ws(' ', replace(id, '-', ''), replace(user, '-', ''), CASE sharing_visibility WHEN 'public' THEN 'public' END)
FROM bots;
--> statement-breakpoint
CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN
  INSERT INTO search_words (rowid, title, body, guarded, scope)
  SELECT new.id, title, body, guarded, scope FROM search_texts WHERE kind = new.kind AND ref = new.ref;
  INSERT INTO search_trigrams (rowid, title, body, guarded)
  SELECT new.id, title, body, guarded FROM search_texts
  WHERE kind = new.kind AND ref = new.ref
    AND (title || body || guarded GLOB '*[ぁ-ヿ㐀-䶿一-鿿가-힣豈-龎ｦ-ﾟ]*'
      OR title || body || guarded GLOB '*[ก-๛ກ-ໟက-႟ក-៹ᄀ-ᇿ]*'
      OR title || body || guarded GLOB '*[𠀀-𳎯]*');
END;
--> statement-breakpoint
CREATE TRIGGER search_documents_changed AFTER UPDATE OF ref ON search_documents BEGIN
  DELETE FROM search_words WHERE rowid = new.id;
  DELETE FROM search_trigrams WHERE rowid = new.id;
  INSERT INTO search_words (rowid, title, body, guarded, scope)
  SELECT new.id, title, body, guarded, scope FROM search_texts WHERE kind = new.kind AND ref = new.ref;
  INSERT INTO search_trigrams (rowid, title, body, guarded)
  SELECT new.id, title, body, guarded FROM search_texts
  WHERE kind = new.kind AND ref = new.ref
    AND (title || body || guarded GLOB '*[ぁ-ヿ㐀-䶿一-鿿가-힣豈-龎ｦ-ﾟ]*'
      OR title || body || guarded GLOB '*[ก-๛ກ-ໟက-႟ក-៹ᄀ-ᇿ]*'
      OR title || body || guarded GLOB '*[𠀀-𳎯]*');
END;
--> statement-breakpoint
CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN
  DELETE FROM search_words WHERE rowid = old.id;
  DELETE FROM search_trigrams WHERE rowid = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER messages_searched AFTER INSERT ON messages BEGIN
  INSERT INTO search_documents (kind, ref) VALUES ('messages', new.id);
END;
--> statement-breakpoint
-- A room's copies are written whole with every change; only a changed text is indexed anew.
CREATE TRIGGER messages_searched_anew AFTER UPDATE OF entry ON messages WHEN new.entry <> old.entry BEGIN
  UPDATE search_documents SET ref = new.id WHERE kind = 'messages' AND ref = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER messages_searched_no_more AFTER DELETE ON messages BEGIN
  DELETE FROM search_documents WHERE kind = 'messages' AND ref = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER knowledge_searched AFTER INSERT ON knowledge BEGIN
  INSERT INTO search_documents (kind, ref) VALUES ('knowledge', new.id);
END;
--> statement-breakpoint
CREATE TRIGGER knowledge_searched_anew
AFTER UPDATE OF title, entry, tags, activation_settings, knowledge_collection ON knowledge BEGIN
  UPDATE search_documents SET ref = new.id WHERE kind = 'knowledge' AND ref = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER knowledge_searched_no_more AFTER DELETE ON knowledge BEGIN
  DELETE FROM search_documents WHERE kind = 'knowledge' AND ref = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER bots_searched AFTER INSERT ON bots BEGIN
  INSERT INTO search_documents (kind, ref) VALUES ('bots', new.id);
END;
--> statement-breakpoint
CREATE TRIGGER bots_searched_anew
AFTER UPDATE OF name, description, greeting, tags, system_prompt, sharing_visibility, user ON bots BEGIN
  UPDATE search_documents SET ref = new.id WHERE kind = 'bots' AND ref = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER bots_searched_no_more AFTER DELETE ON bots BEGIN
  DELETE FROM search_documents WHERE kind = 'bots' AND ref = old.id;
END;
--> statement-breakpoint
-- What was there before.
INSERT INTO search_documents (kind, ref) SELECT kind, ref FROM search_texts;
