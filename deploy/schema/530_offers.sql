-- +goose Up
-- Who is given whose call. All of it is data of the administrator; with none of it the longest idle of the service is.
CREATE TABLE skills (
    skill     text PRIMARY KEY CHECK (skill ~ '^[a-z][a-z0-9_]{0,31}$'),
    name      text NOT NULL CHECK (name <> '' AND length(name) <= 64),
    wait_s    int NOT NULL CHECK (wait_s BETWEEN 0 AND 3600) -- after so long anybody of the service is good enough
);
CREATE TABLE agent_skills (
    agent_id bigint NOT NULL REFERENCES agents,
    skill    text NOT NULL REFERENCES skills,
    level    int NOT NULL CHECK (level BETWEEN 1 AND 9), -- 1 is rung first
    PRIMARY KEY (agent_id, skill)
);
CREATE INDEX agent_skills_skill ON agent_skills (skill, level, agent_id);

-- Lines in which an agent helps out besides the own one, for callers who have waited so long.
CREATE TABLE agent_lines (
    agent_id bigint NOT NULL REFERENCES agents,
    service  text NOT NULL CHECK (service IN ('information', 'organisation')),
    after_s  int NOT NULL CHECK (after_s BETWEEN 0 AND 3600),
    PRIMARY KEY (agent_id, service)
);
CREATE INDEX agent_lines_service ON agent_lines (service, after_s);

-- What a number that is dialled means. One that is not here is the information service's.
CREATE TABLE dialled_numbers (
    number  text PRIMARY KEY CHECK (number ~ '^\+[0-9]{3,15}$'),
    service text NOT NULL CHECK (service IN ('information', 'organisation')),
    skill   text REFERENCES skills
);

-- Callers with priority, or who need a skill whatever they dialled.
CREATE TABLE caller_rules (
    number   text PRIMARY KEY CHECK (number ~ '^\+[0-9]{3,15}$'),
    priority int NOT NULL CHECK (priority BETWEEN 0 AND 9),
    skill    text REFERENCES skills,
    reason   text NOT NULL CHECK (reason <> '' AND length(reason) <= 200),
    author   text NOT NULL,
    at       timestamptz NOT NULL
);

ALTER TABLE calls ADD COLUMN skill text NOT NULL DEFAULT '';
-- A returned caller's priority was 1 until now; since then it is above every number's.
UPDATE calls SET priority = 10, body = jsonb_set(body, '{priority}', '10') WHERE priority = 1 AND NOT settled;
DROP INDEX calls_line;
CREATE INDEX calls_line ON calls (node, service, skill, priority DESC, queued_at, id) WHERE state = 'waiting';
CREATE INDEX calls_longest ON calls (node, service, skill, queued_at, id) WHERE state = 'waiting';
DROP INDEX agents_idle;
CREATE INDEX agents_idle ON agents (service, idle_since, id) WHERE state = 'available';
CREATE INDEX agents_call ON agents (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX calls_queue ON calls (service, queued_at) WHERE state IN ('waiting', 'offered'); -- what a desk shows of its line
-- Of an empty table that was never looked at the planner believes that it has a thousand rows.
ANALYZE skills, agent_skills, agent_lines;
