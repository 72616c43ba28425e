-- +goose Up
CREATE INDEX webhook_delivery_dead ON webhook_delivery (webhook_id) WHERE state = 'dead'; -- counted on the administrators' screen
