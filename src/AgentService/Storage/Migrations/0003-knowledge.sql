-- The knowledge base: sources, their documents, and the passages (chunks) that the agent may cite. A passage stands once in a document, whatever is synced how often.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'aidesk_desk_search') THEN
    BEGIN
      CREATE ROLE aidesk_desk_search NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- another database of the server was quicker
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'aidesk_desk_search', 'MEMBER') THEN
    EXECUTE format('GRANT aidesk_desk_search TO %I', current_user);
  END IF;
END
$$;

-- Accents fold and words are stemmed, each language by its own rules. The search function has a fixed search_path: the extensions must be in our schema.
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA desk;
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA desk;
CREATE EXTENSION IF NOT EXISTS btree_gin SCHEMA desk;
DO $$
DECLARE
  pair text[];
BEGIN
  IF EXISTS (SELECT FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname IN ('pg_trgm', 'unaccent', 'btree_gin') AND n.nspname <> 'desk') THEN
    RAISE EXCEPTION 'pg_trgm, unaccent or btree_gin is installed in another schema of this database: ALTER EXTENSION … SET SCHEMA desk, or give the desk a database of its own';
  END IF;
  FOREACH pair SLICE 1 IN ARRAY ARRAY[['es', 'spanish'], ['en', 'english'], ['fr', 'french'], ['de', 'german'], ['it', 'italian'], ['pt', 'portuguese'], ['nl', 'dutch']] LOOP
    EXECUTE format('CREATE TEXT SEARCH CONFIGURATION desk.%I (COPY = pg_catalog.%I)', pair[1], pair[2]);
    EXECUTE format('ALTER TEXT SEARCH CONFIGURATION desk.%I ALTER MAPPING FOR asciiword, hword_asciipart, hword_part, hword, asciihword, word WITH desk.unaccent, pg_catalog.%I', pair[1], pair[2] || '_stem');
  END LOOP;
END
$$;

-- What trigrams compare: without case and accents.
CREATE FUNCTION desk.fold(input text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(desk.unaccent('desk.unaccent'::regdictionary, input));

CREATE TABLE desk.ai_kb_sources (
  tenant_id     text NOT NULL,
  source_id     text NOT NULL CHECK (source_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name          text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('folder', 'url', 'pushed')),
  location      text NOT NULL DEFAULT '',
  language      text NOT NULL DEFAULT '',     -- empty: found out for each document
  keep_versions int  NOT NULL DEFAULT 3 CHECK (keep_versions BETWEEN 0 AND 20),
  sync_number   bigint NOT NULL DEFAULT 0,    -- grows with each resync that changed something
  sync_changed  boolean NOT NULL DEFAULT false, -- the resync at work changed something, or one that was cut off did
  syncing_until timestamptz,                  -- a resync is at work; after that time it is taken for dead
  sync_fence    bigint NOT NULL DEFAULT 0,    -- grows with each turn that is taken: a resync whose fence is not the row's own has lost it
  last_sync     jsonb,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, source_id)
);

CREATE TABLE desk.ai_kb_documents (
  tenant_id    text NOT NULL,
  document_id  uuid NOT NULL,
  source_id    text NOT NULL,
  path         text NOT NULL,
  title        text NOT NULL,
  language     text NOT NULL,
  content_hash bytea NOT NULL,                -- SHA-256 of the normalised text
  version      int  NOT NULL DEFAULT 1,       -- grows when the text changes
  removed_at   timestamptz,                   -- gone from a complete listing
  removed_sync bigint,                        -- the source's sync_number then
  updated_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, document_id),
  UNIQUE (tenant_id, source_id, path),
  FOREIGN KEY (tenant_id, source_id) REFERENCES desk.ai_kb_sources (tenant_id, source_id)
);

CREATE TABLE desk.ai_kb_chunks (
  tenant_id     text NOT NULL,
  chunk_id      uuid NOT NULL,
  document_id   uuid NOT NULL,
  content_hash  bytea NOT NULL,               -- SHA-256 of text
  ordinal       int  NOT NULL,                -- place in the document, from 1
  heading       text NOT NULL,
  text          text NOT NULL,
  language      text NOT NULL,
  version       int  NOT NULL,                -- of the document in which it came
  archived_at   timestamptz,                  -- no longer in the document
  archived_sync bigint,                       -- the source's sync_number then
  words         tsvector NOT NULL,
  PRIMARY KEY (tenant_id, chunk_id),
  UNIQUE (tenant_id, document_id, content_hash),
  FOREIGN KEY (tenant_id, document_id) REFERENCES desk.ai_kb_documents (tenant_id, document_id)
);
CREATE INDEX ai_kb_chunks_order ON desk.ai_kb_chunks (tenant_id, document_id, ordinal);
-- The tenant is part of both, so that one tenant's search does not read the others' passages.
CREATE INDEX ai_kb_chunks_words ON desk.ai_kb_chunks USING gin (tenant_id, words) WHERE archived_at IS NULL;
CREATE INDEX ai_kb_chunks_trigrams ON desk.ai_kb_chunks USING gin (tenant_id, desk.fold(heading || ' ' || text) desk.gin_trgm_ops) WHERE archived_at IS NULL;

CREATE FUNCTION desk.set_chunk_words() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, desk, pg_temp AS $$
BEGIN
  NEW.words := setweight(to_tsvector(('desk.' || NEW.language)::regconfig, NEW.heading), 'A') || to_tsvector(('desk.' || NEW.language)::regconfig, NEW.text);
  RETURN NEW;
END
$$;
CREATE TRIGGER set_words BEFORE INSERT OR UPDATE OF heading, text, language ON desk.ai_kb_chunks FOR EACH ROW EXECUTE FUNCTION desk.set_chunk_words();

SELECT desk.protect('desk.ai_kb_sources');
SELECT desk.protect('desk.ai_kb_documents');
SELECT desk.protect('desk.ai_kb_chunks');
GRANT SELECT, INSERT, UPDATE ON desk.ai_kb_sources TO aidesk_desk_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON desk.ai_kb_documents, desk.ai_kb_chunks TO aidesk_desk_app;
GRANT SELECT ON desk.ai_kb_sources, desk.ai_kb_documents, desk.ai_kb_chunks TO aidesk_desk_keeper;

-- Search. Under row-level security the operators of full text and trigrams are not leakproof, so that their indexes are not used: this one function runs as a
-- role that may see every row, and has the tenant's predicate inside. It takes no tenant: whoever calls it can only search where the transaction already is.
GRANT USAGE ON SCHEMA desk TO aidesk_desk_search;
GRANT SELECT ON desk.ai_kb_sources, desk.ai_kb_documents, desk.ai_kb_chunks TO aidesk_desk_search;
CREATE POLICY search_reads ON desk.ai_kb_chunks FOR SELECT TO aidesk_desk_search USING (true);
CREATE POLICY search_reads ON desk.ai_kb_documents FOR SELECT TO aidesk_desk_search USING (true);
CREATE POLICY search_reads ON desk.ai_kb_sources FOR SELECT TO aidesk_desk_search USING (true);

-- Whichever of them a text has. Never built as text: what a question says cannot become an operator.
CREATE AGGREGATE desk.any_of(tsquery) (SFUNC = tsquery_or, STYPE = tsquery);

-- The words of a question, each with what it is looked for by: its stems in the languages. Words that no language keeps (the, de, und) are left out.
CREATE FUNCTION desk.question_words(question text, languages text[]) RETURNS TABLE (word text, lexemes tsquery)
LANGUAGE sql STABLE SET search_path = pg_catalog, desk, pg_temp AS $$
  SELECT desk.fold(t.token), desk.any_of(s.lexeme)
  FROM (SELECT DISTINCT p.token FROM ts_parse('default', left(question, 1000)) p) t
  CROSS JOIN unnest(languages) l
  CROSS JOIN LATERAL (SELECT plainto_tsquery(('desk.' || l)::regconfig, t.token) AS lexeme) s
  WHERE numnode(s.lexeme) > 0
  GROUP BY 1
  ORDER BY 1
  LIMIT 100
$$;

-- Any of the words: questions are sentences, and a passage seldom has all of them; what has more of them stands higher. Words that no passage of the tenant
-- has are perhaps misspelt: for those alone trigrams are compared. query_language is one of the seven, or empty for all of them.
CREATE FUNCTION desk.search_knowledge(query text, query_language text, hits int)
RETURNS TABLE (chunk_id uuid, document_id uuid, source text, title text, version int, heading text, body text, score float8)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, desk, pg_temp SET pg_trgm.word_similarity_threshold = 0.5 SET plan_cache_mode = force_custom_plan SET client_min_messages = warning AS $$
DECLARE
  tenant    text := desk.current_tenant();
  languages text[] := ARRAY['es', 'en', 'fr', 'de', 'it', 'pt', 'nl'];
  asked     int;     -- words
  leaves    int;     -- their stems, of which ts_rank takes the average
  question  tsquery;
  unknown   text[];
BEGIN
  IF query_language = ANY (languages) THEN
    languages := ARRAY[query_language];
  ELSIF query_language <> '' THEN
    RETURN;
  END IF;
  SELECT count(*), any_of(w.lexemes),
         array_agg(w.word ORDER BY length(w.word) DESC) FILTER (WHERE length(w.word) BETWEEN 5 AND 40 AND NOT EXISTS (
           SELECT FROM desk.ai_kb_chunks c WHERE c.tenant_id = tenant AND c.archived_at IS NULL AND c.words @@ w.lexemes))
  INTO asked, question, unknown FROM desk.question_words(query, languages) w;
  IF tenant IS NULL OR asked = 0 THEN
    RETURN;
  END IF;
  leaves := (numnode(question) + 1) / 2;
  unknown := COALESCE(unknown[1:8], '{}');
  RETURN QUERY
    WITH found AS (
      -- A word in the text counts 0.3 and more when it is there often, one in a heading 0.6; less where the passage's language only happens to have it.
      (SELECT c.chunk_id, LEAST(1, ts_rank('{0.5,0.5,0.5,1}', c.words, question) * leaves / asked)::float8 * CASE WHEN c.language = ANY (languages) THEN 1 ELSE 0.7 END AS part
       FROM desk.ai_kb_chunks c WHERE c.tenant_id = tenant AND c.archived_at IS NULL AND c.words @@ question ORDER BY 2 DESC, 1 LIMIT 50)
      UNION ALL
      (SELECT c.chunk_id, 0.3 * l.likeness / asked
       -- A misspelling may be like a word of every passage, and comparing takes long: some hundreds will do.
       FROM (SELECT k.chunk_id, desk.fold(k.heading || ' ' || k.text) AS folded FROM desk.ai_kb_chunks k
             WHERE k.tenant_id = tenant AND k.archived_at IS NULL AND desk.fold(k.heading || ' ' || k.text) %> ANY (unknown) LIMIT 300) c
       CROSS JOIN LATERAL (
         SELECT sum(word_similarity(u, c.folded))::float8 AS likeness FROM unnest(unknown) u WHERE word_similarity(u, c.folded) >= 0.5) l
       ORDER BY 2 DESC, 1 LIMIT 50)),
    ranked AS (SELECT f.chunk_id, LEAST(1, sum(f.part)) AS total FROM found f GROUP BY f.chunk_id)
    SELECT c.chunk_id, c.document_id, s.name, d.title, d.version, c.heading, c.text, r.total
    FROM ranked r
    JOIN desk.ai_kb_chunks c ON c.tenant_id = tenant AND c.chunk_id = r.chunk_id
    JOIN desk.ai_kb_documents d ON d.tenant_id = tenant AND d.document_id = c.document_id
    JOIN desk.ai_kb_sources s ON s.tenant_id = tenant AND s.source_id = d.source_id
    ORDER BY r.total DESC, c.chunk_id
    LIMIT LEAST(GREATEST(hits, 0), 20);
END
$$;
GRANT CREATE ON SCHEMA desk TO aidesk_desk_search;
ALTER FUNCTION desk.search_knowledge(text, text, int) OWNER TO aidesk_desk_search;
REVOKE CREATE ON SCHEMA desk FROM aidesk_desk_search;
GRANT EXECUTE ON FUNCTION desk.question_words(text, text[]), desk.fold(text), desk.current_tenant() TO aidesk_desk_search;
REVOKE ALL ON FUNCTION desk.search_knowledge(text, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk.search_knowledge(text, text, int) TO aidesk_desk_app;
