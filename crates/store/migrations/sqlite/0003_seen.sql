-- What lists of the shop showed when they were last swept: a row for each of theirs, with eight bytes of print for each aspect.
CREATE TABLE seen (
    tag      TEXT    NOT NULL,
    list     TEXT    NOT NULL,
    row_id   INTEGER NOT NULL,
    -- The product that the row belongs to, 0 for none.
    owner_id INTEGER NOT NULL,
    prints   BLOB    NOT NULL,
    PRIMARY KEY (tag, list, row_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_owner ON seen (tag, list, owner_id, row_id) WHERE owner_id <> 0;
