package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// details is the column of that name: what an entry tells beside its text.
type details struct {
	Outcome     tickets.CallOutcome `json:"outcome,omitempty"`
	StartedAt   time.Time           `json:"started_at,omitzero"`
	EndedAt     time.Time           `json:"ended_at,omitzero"`
	WaitMs      int64               `json:"wait_ms,omitempty"`
	TalkMs      int64               `json:"talk_ms,omitempty"`
	Number      string              `json:"number,omitempty"`
	Disposition tickets.Disposition `json:"disposition,omitempty"`
	Applicant   tickets.ApplicantID `json:"applicant_id,omitempty"`
	DueAt       time.Time           `json:"due_at,omitzero"`
	From        tickets.Status      `json:"status_from,omitempty"`
	To          tickets.Status      `json:"status_to,omitempty"`
	Act         tickets.ActName     `json:"act,omitempty"`
	Values      []tickets.Value     `json:"values,omitempty"`
	About       tickets.NoticeAbout `json:"about,omitempty"`
	Way         tickets.Way         `json:"way,omitempty"`
}

// document is an entry's column details.
func document(e tickets.Entry) ([]byte, error) {
	d := details{Disposition: e.Disposition, Applicant: e.Applicant, DueAt: e.DueAt, From: e.From, To: e.To, Act: e.Act, Values: e.Values, About: e.About, Way: e.Way}
	if t := e.Talk; t != nil {
		d.Outcome, d.StartedAt, d.EndedAt = t.Kind, t.StartedAt.UTC(), t.EndedAt.UTC()
		d.WaitMs, d.TalkMs, d.Number = t.Wait.Milliseconds(), t.Talk.Milliseconds(), t.Number
	}
	doc, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("entry %s: %w", e.Key, err)
	}
	return doc, nil
}

// insertEntry adds an entry unless the ticket has one of its key; added says which.
func insertEntry(ctx context.Context, tx pgx.Tx, e tickets.Entry) (added bool, err error) {
	doc, err := document(e)
	if err != nil {
		return false, err
	}
	tag, err := tx.Exec(ctx, `
INSERT INTO ticket_history (ticket_id, at, kind, author_id, author, call_id, body, details, key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT ON CONSTRAINT ticket_history_once DO NOTHING`,
		e.Ticket, e.At, e.Kind, null(e.Author.ID), e.Author.Name, null(e.Call), e.Text, doc, e.Key)
	if err != nil {
		return false, fmt.Errorf("entry %s: %w", e.Key, err)
	}
	return tag.RowsAffected() == 1, nil
}

const selectEntry = `
SELECT h.id, h.ticket_id, h.at, h.kind, coalesce(h.author_id, 0), h.author, coalesce(h.call_id, ''), h.body, h.details, h.key
  FROM ticket_history h `

func scanEntry(row pgx.CollectableRow) (tickets.Entry, error) {
	var e tickets.Entry
	var doc []byte
	if err := row.Scan(&e.ID, &e.Ticket, &e.At, &e.Kind, &e.Author.ID, &e.Author.Name, &e.Call, &e.Text, &doc, &e.Key); err != nil {
		return e, err
	}
	var d details
	if err := json.Unmarshal(doc, &d); err != nil {
		return e, fmt.Errorf("details of entry %d: %w", e.ID, err)
	}
	e.At = e.At.UTC()
	e.Disposition, e.Applicant, e.DueAt, e.From, e.To = d.Disposition, d.Applicant, d.DueAt, d.From, d.To
	e.Act, e.Values, e.About, e.Way = d.Act, d.Values, d.About, d.Way
	if e.Kind == tickets.EntryCall {
		e.Talk = &tickets.CallEntry{CallID: e.Call, Kind: d.Outcome, Agent: e.Author, StartedAt: d.StartedAt, EndedAt: d.EndedAt,
			Wait: time.Duration(d.WaitMs) * time.Millisecond, Talk: time.Duration(d.TalkMs) * time.Millisecond, Number: d.Number}
	}
	return e, nil
}

func history(ctx context.Context, q querier, id tickets.TicketID) ([]tickets.Entry, error) {
	rows, err := q.Query(ctx, selectEntry+`WHERE h.ticket_id = $1 ORDER BY h.id`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanEntry)
}

// Append implements tickets.Store.
func (s *Store) Append(ctx context.Context, id tickets.TicketID, decide func(tickets.Ticket) tickets.Change) (t tickets.Ticket, added bool, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		if t, err = locked(ctx, tx, id); err != nil {
			return err
		}
		t, added, err = store(ctx, tx, decide(t))
		return err
	})
	return t, added, err
}
