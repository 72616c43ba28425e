package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/tickets/phone"
)

// register is telephony's view of the register of appeals.
type register struct{ reg *tickets.Register }

func (r register) OpenForCall(ctx context.Context, c call.Call) (call.TicketID, error) {
	t, err := r.reg.OpenForCall(ctx, tickets.CallOpening{CallID: tickets.CallID(c.ID), Number: c.Number, RawNumber: c.RawNumber, DID: c.DID,
		ArrivedAt: c.ArrivedAt, AfterHours: slices.Contains([]call.State{call.Closed, call.Message, call.Thanks}, c.State), Service: tickets.Service(c.Service)})
	if err != nil {
		return 0, fmt.Errorf("open ticket for call %s: %w", c.ID, err)
	}
	return call.TicketID(t.ID), nil
}

// number reads what a carrier sent as the caller's number.
func number(raw string) (e164, clean string) {
	p := phone.Parse(raw)
	if p.Valid {
		return p.E164, p.Raw
	}
	return "", p.Raw
}

// did finds the configured number that was dialled; carriers write it with or without a plus.
func did(dids []string, dialled string) string {
	for _, d := range dids {
		if strings.TrimPrefix(d, "+") == strings.TrimPrefix(dialled, "+") {
			return d
		}
	}
	return dialled
}

// writing is recording's view of the switch: may Asterisk still write the call's files?
type writing struct{ board *telephony.Board }

func (w writing) Writing(id recording.CallID) bool { return w.board.Live(call.ID(id)) }

// talkers is recording's view of telephony: who talked, from when to when.
type talkers struct{ h *house }

// Segments are counted from the call's arrival, or from the answer when we called; there the recording begins.
func (t talkers) Segments(ctx context.Context, id recording.CallID) ([]recording.Segment, error) {
	r, _, err := t.h.tel.Record(ctx, call.ID(id))
	if errors.Is(err, telephony.ErrNoCall) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	began := r.Call.ArrivedAt
	if r.Call.Direction == call.Outbound {
		began = r.Call.RecordedAt
	}
	all, err := t.h.tel.Talks(ctx, r.Call.ID)
	if err != nil {
		return nil, err
	}
	var segments []recording.Segment
	for _, talk := range all {
		segments = append(segments, recording.Segment{Who: talk.Name, Role: string(call.Agent),
			FromMS: max(talk.From.Sub(began).Milliseconds(), 0), ToMS: talk.To.Sub(began).Milliseconds()})
	}
	return segments, nil
}

// unattended is recording's view of telephony: a call in the spool that nobody has told of.
type unattended struct{ h *house }

// Unattended registers a call that the dialplan took while hotline was away: the journal gets it, ended, and a ticket.
// A call that the journal knows is left alone. Idempotent; killed between two steps it is finished by the next start.
func (u unattended) Unattended(ctx context.Context, f recording.Found) error {
	h, id := u.h, call.ID(f.CallID)
	known, err := h.tel.Known(ctx, id)
	if err != nil || known {
		return err
	}
	c := call.New(id, h.cfg.Node)
	c.Number, c.RawNumber = number(f.Number)
	c.DID = did(h.cfg.DIDs, f.DID)
	c.ArrivedAt = f.ArrivedAt
	t, err := register{h.reg}.OpenForCall(ctx, c)
	if err != nil {
		return err
	}
	e := call.Event{Kind: call.LeftUnattended, At: f.ArrivedAt.Add(f.Duration), Since: f.ArrivedAt, Ticket: t}
	c, effects, err := call.Next(call.DefaultRules(), c, e)
	if err != nil {
		return err
	}
	if err := h.tel.Commit(ctx, telephony.Change{Call: c, Event: e, Effects: effects}); err != nil {
		return err
	}
	h.log.Info("call_left_unattended", "call", string(id), "ticket", int64(t), "seconds", int(f.Duration.Seconds()))
	return nil
}
