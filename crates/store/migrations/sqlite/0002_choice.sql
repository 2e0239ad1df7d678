-- What a person decided for a key that matches several things of Dolibarr: one of them, or a new one where `erp_id` is null.
CREATE TABLE choice (
    tag       TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    shop_id   INTEGER NOT NULL,
    erp_id    INTEGER,
    chosen_at INTEGER NOT NULL,
    PRIMARY KEY (tag, kind, shop_id)
) STRICT, WITHOUT ROWID;
