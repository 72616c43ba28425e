-- +goose Up
-- Of ten million tickets a few thousand wait for a term, too few for the statistics to know how many: a list over all services was then
-- read along the services' index and sorted. That index is now for who asks for a service.
DROP INDEX ticket_due_of_service;
CREATE INDEX ticket_due_of_service ON ticket (service, next_due_at, id) WHERE next_due_at IS NOT NULL AND service <> '';
