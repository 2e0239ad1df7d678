-- Times are microseconds since 1970 in UTC. The statements outside of this folder are the same for every database.

-- Counters; `fence` rises with every claim.
CREATE TABLE meta (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('fence', 0);

-- A key: its visible state, and its jobs. One row holds both, so that a key cannot have two waiting or two running ones.
-- It has a waiting job when it is parked or `due` is set, and a running one when `fence` is set.
CREATE TABLE document (
    tag              TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    shop_id          INTEGER NOT NULL,
    reference        TEXT    NOT NULL,
    reference_folded TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    explanation      TEXT,
    since            INTEGER NOT NULL,
    attempts         INTEGER NOT NULL,
    due              INTEGER,
    fence            INTEGER,
    worker           TEXT,
    lease_until      INTEGER,
    -- What the counter `fence` stood at when the key last came to an end: tells whether that was after some claim.
    ended            INTEGER NOT NULL,
    PRIMARY KEY (tag, kind, shop_id),
    CHECK (state IN ('in_step', 'waiting', 'parked', 'running', 'retrying', 'failed', 'quarantined', 'ignored')),
    CHECK ((state = 'running') = (fence IS NOT NULL)),
    CHECK ((state IN ('waiting', 'retrying')) = (due IS NOT NULL AND fence IS NULL)),
    CHECK ((fence IS NULL) = (lease_until IS NULL) AND (fence IS NULL) = (worker IS NULL))
) STRICT, WITHOUT ROWID;

-- `fence` is always null in the first one; without it SQLite would look into each document.
CREATE INDEX document_queue ON document (tag, kind, shop_id, due, fence) WHERE fence IS NULL AND due IS NOT NULL;
CREATE INDEX document_running ON document (tag, lease_until, kind, fence) WHERE fence IS NOT NULL;
CREATE INDEX document_state ON document (tag, kind, state, shop_id);
CREATE INDEX document_reference ON document (tag, reference_folded) WHERE reference_folded <> '';

-- What a parked key still waits for. Rows exist while it is parked.
CREATE TABLE wait (
    tag        TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    shop_id    INTEGER NOT NULL,
    on_tag     TEXT    NOT NULL,
    on_kind    TEXT    NOT NULL,
    on_shop_id INTEGER NOT NULL,
    PRIMARY KEY (tag, kind, shop_id, on_tag, on_kind, on_shop_id),
    FOREIGN KEY (tag, kind, shop_id) REFERENCES document (tag, kind, shop_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX wait_on ON wait (on_tag, on_kind, on_shop_id);

-- A thing of the shop and its thing of Dolibarr.
CREATE TABLE link (
    tag         TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    shop_id     INTEGER NOT NULL,
    erp_kind    TEXT    NOT NULL,
    erp_id      INTEGER NOT NULL,
    fingerprint TEXT,
    adopted     INTEGER NOT NULL,
    PRIMARY KEY (tag, kind, shop_id)
) STRICT, WITHOUT ROWID;

-- The journal. Ids are never used again, not even those of entries that were removed: hence AUTOINCREMENT.
CREATE TABLE op (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    tag          TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    shop_id      INTEGER NOT NULL,
    intended_at  INTEGER NOT NULL,
    step         INTEGER NOT NULL,
    operation    TEXT    NOT NULL,
    why          TEXT    NOT NULL,
    external_ref TEXT,
    detail       TEXT,
    -- 1 until it is known what became of it.
    open         INTEGER NOT NULL,
    outcome      TEXT,
    erp_id       INTEGER,
    settled_at   INTEGER,
    explanation  TEXT,
    CHECK (open = CASE WHEN outcome IS NULL OR outcome = 'unknown' THEN 1 ELSE 0 END),
    CHECK ((outcome IS NULL) = (settled_at IS NULL))
) STRICT;

CREATE INDEX op_key ON op (tag, kind, shop_id, id);
CREATE INDEX op_open ON op (tag, kind, shop_id, id) WHERE open = 1;

-- How far an enumeration has come.
CREATE TABLE cursor (
    tag       TEXT NOT NULL,
    name      TEXT NOT NULL,
    mark      TEXT NOT NULL,
    resume_at TEXT,
    PRIMARY KEY (tag, name)
) STRICT, WITHOUT ROWID;
