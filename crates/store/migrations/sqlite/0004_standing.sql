-- What Dolibarr showed of an order or invoice when it was last left as it should be, whether that is in doubt, and whose job
-- made the link: an invoice is reconciled with its order.
ALTER TABLE link ADD COLUMN standing TEXT;
ALTER TABLE link ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE link ADD COLUMN owner_kind TEXT;
ALTER TABLE link ADD COLUMN owner_id INTEGER;

CREATE INDEX link_erp ON link (tag, erp_kind, erp_id);

-- Links of before: whose job made them, the journal knows.
CREATE INDEX op_made ON op (tag, external_ref) WHERE external_ref IS NOT NULL;
UPDATE link SET
    owner_kind = (SELECT op.kind FROM op WHERE op.tag = link.tag
        AND op.external_ref = link.tag || '-' || link.kind || '-' || link.shop_id ORDER BY op.id LIMIT 1),
    owner_id = (SELECT op.shop_id FROM op WHERE op.tag = link.tag
        AND op.external_ref = link.tag || '-' || link.kind || '-' || link.shop_id ORDER BY op.id LIMIT 1);
DROP INDEX op_made;
