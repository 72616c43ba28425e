package web_test

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"hotline/recording"
	"hotline/tickets"
)

const (
	recordingID = "7b0f5e0a-6a52-4f0e-9d0e-000000000001"
	listenID    = "7b0f5e0a-6a52-4f0e-9d0e-000000000002"
)

// register is the register of appeals with one ticket.
type register struct {
	mu     sync.Mutex
	detail tickets.Detail
	draft  tickets.Draft
	notes  map[string]string
	wraps  int
	asked  atomic.Int64 // how often for tickets
	terms  tickets.Terms
	now    time.Time
	owed   []tickets.Notice

	listed   []tickets.Ticket // a list of more than the one ticket
	filter   tickets.Filter   // of the last list or export
	counted  []tickets.Filter
	many     int // how many tickets there are, when they are more than were counted
	acts     []tickets.Act
	exported tickets.Export
	imported []tickets.Import
	arrivals []tickets.Arrival
	known    map[tickets.Number]bool // to an import, besides

	fault error
}

func newRegister(now time.Time) *register {
	a := tickets.Applicant{ID: 5, Kind: tickets.Person, Group: tickets.ExternalUser, Name: "Оксана Петренко", Phones: []string{"+380501234567"}}
	t := tickets.Ticket{ID: 123, Number: 10000123, Channel: tickets.Phone, Status: tickets.Registered, Service: tickets.Information,
		Call: "kyiv1-1763913600.12", Applicant: 5, ApplicantName: a.Name, RegisteredAt: now, ReactionDueAt: now.Add(time.Hour),
		ResolutionDueAt: now.Add(24 * time.Hour)}
	return &register{notes: map[string]string{}, now: now, terms: workingTerms(), detail: tickets.Detail{Ticket: t, Applicant: &a, History: []tickets.Entry{
		{At: now, Kind: tickets.EntryRegistered}, {At: now, Kind: tickets.EntryNote, Author: tickets.Author{ID: 99, Name: "Колега"}, Text: "Перевірила."}}}}
}

func (r *register) CallerCard(context.Context, string, tickets.CallID) (tickets.Card, error) {
	return tickets.Card{Match: tickets.Exact, Applicants: []tickets.Applicant{*r.detail.Applicant}, OpenTickets: []tickets.Ticket{r.detail.Ticket},
		RecentCalls: []tickets.PastCall{{Ticket: r.detail.Ticket}}, CallsLast7Days: 2}, nil
}

func (r *register) AddNote(_ context.Context, _ tickets.TicketID, _ tickets.Author, text, key string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.notes[key] = text
	return r.fault
}

func (r *register) WrapUp(context.Context, tickets.TicketID, tickets.CallID, tickets.Author, tickets.Disposition, string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wraps++
	return r.fault
}

func (r *register) ConfirmOralNotice(_ context.Context, _ tickets.TicketID, talk tickets.Talk, _ tickets.Author) error {
	return cmp.Or(r.fault, talk.Knew(r.detail.TermSince()))
}

func (r *register) NameApplicant(context.Context, tickets.TicketID, tickets.ApplicantChoice, tickets.Author) (tickets.Applicant, error) {
	return *r.detail.Applicant, r.fault
}

func (r *register) SaveDraft(_ context.Context, _ tickets.TicketID, _ tickets.Author, text string, version int64) (tickets.Draft, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if version != r.draft.Version {
		return tickets.Draft{}, &tickets.DraftConflict{Newer: r.draft}
	}
	r.draft = tickets.Draft{Text: text, Version: version + 1, SavedAt: arrived}
	return r.draft, r.fault
}

func (r *register) LoadDraft(context.Context, tickets.TicketID, tickets.AgentID) (tickets.Draft, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.draft, nil
}

func (r *register) Ticket(ctx context.Context, by tickets.Key) (tickets.Ticket, error) {
	d, err := r.Get(ctx, by)
	return d.Ticket, err
}

func (r *register) Get(_ context.Context, by tickets.Key) (tickets.Detail, error) {
	r.asked.Add(1)
	t := r.detail.Ticket
	if by.ID != t.ID && by.Number != t.Number && by.Call != t.Call {
		return tickets.Detail{}, tickets.ErrNotFound
	}
	return r.detail, nil
}

// replay is one recording with its listens.
type replay struct {
	mu    sync.Mutex
	rec   recording.Recording
	heard []recording.Interval
	fault error
	now   time.Time
}

var talk = bytes.Repeat([]byte("0123456789"), 1000)

func newReplay(now time.Time) *replay {
	return &replay{now: now, rec: recording.Recording{ID: recordingID, CallID: "kyiv1-1763913600.12", StartedAt: arrived,
		Duration: time.Minute, State: recording.Sealed, SizeBytes: int64(len(talk)), SHA256: "ab", RetainUntil: arrived.AddDate(3, 0, 0), SealedAt: now}}
}

func (r *replay) ByID(_ context.Context, id recording.RecordingID) (recording.Recording, error) {
	if id != r.rec.ID {
		return recording.Recording{}, recording.ErrNotFound
	}
	return r.rec, nil
}

func (r *replay) ByCalls(context.Context, []recording.CallID) (map[recording.CallID]recording.Recording, error) {
	return map[recording.CallID]recording.Recording{r.rec.CallID: r.rec}, nil
}

func (r *replay) StartListen(_ context.Context, who recording.Listener, id recording.RecordingID, reason string) (recording.Listen, error) {
	return recording.Listen{ID: listenID, Recording: id, Who: who, Reason: reason, At: r.now, Duration: time.Minute}, r.fault
}

type body struct{ *bytes.Reader }

func (body) Close() error { return nil }

func (r *replay) Open(context.Context, recording.ListenID, recording.UserID) (recording.Audio, error) {
	b := body{bytes.NewReader(talk)}
	return recording.Audio{ReadSeeker: b, Closer: io.NopCloser(b), Size: int64(len(talk)), ModTime: r.now, ETag: `"ab"`}, r.fault
}

func (r *replay) Peaks(context.Context, recording.ListenID, recording.UserID) ([]byte, error) {
	return []byte(`{"version":2,"channels":2,"sample_rate":8000,"samples_per_pixel":400,"bits":8,"length":1,"data":[-1,1,-2,2]}`), r.fault
}

func (r *replay) Heard(_ context.Context, _ recording.ListenID, _ recording.UserID, heard []recording.Interval) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heard = append(r.heard, heard...)
	return r.fault
}

func (r *replay) Listens(context.Context, recording.RecordingID) ([]recording.Listen, error) {
	return []recording.Listen{{ID: listenID, Who: recording.Listener{ID: 2, Name: "Керівник"}, Reason: "скарга", At: r.now,
		Heard: []recording.Interval{{FromMS: 0, ToMS: 1500}}}}, nil
}
