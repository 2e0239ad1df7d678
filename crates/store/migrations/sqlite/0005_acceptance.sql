-- A person's word that a document which contradicts itself in the shop may be booked all the same, for just these figures.
CREATE TABLE acceptance (
    tag         TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    shop_id     INTEGER NOT NULL,
    -- Header and sum of the parts, as JSON with amounts as texts.
    figures     TEXT    NOT NULL,
    accepted_by TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    accepted_at INTEGER NOT NULL,
    PRIMARY KEY (tag, kind, shop_id)
) STRICT, WITHOUT ROWID;
