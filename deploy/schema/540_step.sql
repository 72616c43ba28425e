-- +goose Up
-- A step goes to the database as one batch, which is one transaction: what is wrong with it must be an error, or the rest
-- of the batch would be written.
-- +goose StatementBegin
CREATE FUNCTION refuse_step(why text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the step is refused: %', why USING ERRCODE = CASE why WHEN 'lease' THEN 'HL001' ELSE 'HL002' END;
END $$;
-- +goose StatementEnd
