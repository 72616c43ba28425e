-- +goose Up
-- Access is narrowed to each ticket of an applicant to whom it is: to the older ones, too, and by whatever way a ticket comes to him.
UPDATE ticket t SET restricted = a.restricted FROM applicant a WHERE a.id = t.applicant_id AND a.restricted <> '' AND t.restricted = '';

-- The lock is the one that the foreign key takes anyway: whoever narrows a card waits for the tickets that are just opened with it,
-- and the other way round.
-- +goose StatementBegin
CREATE FUNCTION ticket_narrowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT a.restricted INTO NEW.restricted FROM applicant a WHERE a.id = NEW.applicant_id FOR KEY SHARE;
    NEW.restricted := coalesce(NEW.restricted, '');
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER ticket_narrowed_at_first BEFORE INSERT ON ticket FOR EACH ROW
    WHEN (NEW.restricted = '' AND NEW.applicant_id IS NOT NULL) EXECUTE FUNCTION ticket_narrowed();
CREATE TRIGGER ticket_narrowed BEFORE UPDATE OF applicant_id, restricted ON ticket FOR EACH ROW
    WHEN (NEW.restricted = '' AND NEW.applicant_id IS NOT NULL AND (NEW.applicant_id IS DISTINCT FROM OLD.applicant_id OR OLD.restricted <> ''))
    EXECUTE FUNCTION ticket_narrowed();
