-- +goose Up
-- Calls that agents make.
ALTER TABLE calls ADD COLUMN direction text NOT NULL DEFAULT 'inbound' CHECK (direction IN ('inbound', 'outbound')),
                  ADD COLUMN placed_by bigint, -- the agent who called
                  ADD CONSTRAINT calls_placed_by CHECK ((direction = 'outbound') = (placed_by IS NOT NULL));
CREATE INDEX calls_out ON calls (arrived_at) WHERE direction = 'outbound'; -- how many there were in the last hour
CREATE INDEX calls_out_live ON calls (id) WHERE direction = 'outbound' AND ended_at IS NULL;
CREATE INDEX calls_out_of ON calls (placed_by, arrived_at DESC) WHERE direction = 'outbound';

-- Who calls out of a wrap-up leaves it for so long; it comes back when no talk came of the call.
ALTER TABLE agents ADD COLUMN wrap_call text;
