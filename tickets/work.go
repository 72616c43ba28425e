package tickets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrConflict is wrapped by Conflict.
var ErrConflict = errors.New("the ticket was changed meanwhile")

// Conflict refuses an act on a ticket that is no longer as it was seen, and says how it is now and what was done to it last.
type Conflict struct {
	Now  Ticket
	Last Entry // who, when and what
}

func (e *Conflict) Error() string { return ErrConflict.Error() }
func (e *Conflict) Unwrap() error { return ErrConflict }

// errOlderTerms: another copy has counted the ticket by a calendar that this one has yet to read.
var errOlderTerms = errors.New("the ticket was counted by a newer calendar")

// Do does an act with a ticket, as it was seen at version (0: however it is). Errors: Invalid, *Refused, *Conflict, ErrNotFound.
func (r *Register) Do(ctx context.Context, id TicketID, version int64, a Act, by Author) (Ticket, error) {
	at := micro(r.now())
	terms, err := r.current(ctx, at)
	if err != nil {
		return Ticket{}, fmt.Errorf("%s ticket %d: %w", a.Name(), id, err)
	}
	act := func(t Ticket) (Change, error) {
		if t.CalendarVersion > terms.CalendarVersion {
			return Change{}, errOlderTerms
		}
		return Apply(t, a, by, at, terms)
	}
	t, err := r.store.Act(ctx, id, version, act)
	if errors.Is(err, errOlderTerms) {
		if terms, err = r.reread(ctx, at); err == nil {
			t, err = r.store.Act(ctx, id, version, act)
		}
	}
	if err != nil {
		return Ticket{}, fmt.Errorf("%s ticket %d: %w", a.Name(), id, err)
	}
	r.log.InfoContext(ctx, "ticket "+string(a.Name()), "ticket", t.Number.String(), "status", string(t.Status), "agent", int64(by.ID))
	return t, nil
}

// Notices are a ticket's debts and what was paid of them, the oldest first.
func (r *Register) Notices(ctx context.Context, id TicketID) ([]Notice, error) {
	all, err := r.store.Notices(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("notices of ticket %d: %w", id, err)
	}
	return all, nil
}

// ToldOrally pays a debt in a talk that was not over before it was owed (Regulation, Table 2), else ErrTalkBefore. A debt that was
// paid before stays as it was.
func (r *Register) ToldOrally(ctx context.Context, notice int64, talk Talk, by Author) error {
	return r.pay(ctx, notice, Payment{Way: Oral, By: by, Call: talk.Call}, func(t Ticket, n Notice, at time.Time) (Ticket, error) {
		return n.heard(t, at), talk.Knew(n.OwedAt)
	})
}

// LetterAccepted pays a debt by a letter that a mail server has accepted.
func (r *Register) LetterAccepted(ctx context.Context, notice int64, messageID string) error {
	if messageID = Printable(messageID, 998); messageID == "" {
		return Invalid{{"message_id", "required"}}
	}
	return r.pay(ctx, notice, Payment{Way: ByEmail, Letter: messageID}, func(t Ticket, n Notice, at time.Time) (Ticket, error) {
		return n.Told(t, at), nil
	})
}

func (r *Register) pay(ctx context.Context, notice int64, p Payment, told func(Ticket, Notice, time.Time) (Ticket, error)) error {
	p.Notice, p.At = notice, micro(r.now())
	_, err := r.store.PayNotice(ctx, notice, func(t Ticket, n Notice) (Change, error) {
		switch {
		case !slices.Contains(n.Ways, p.Way):
			return Change{}, Invalid{{"way", "invalid"}}
		case p.Way == Oral && p.Call == "":
			return Change{}, Invalid{{"call_id", "required"}}
		}
		after, err := told(t, n, p.At)
		if err != nil {
			return Change{}, err
		}
		e := Entry{At: p.At, Kind: EntryNotice, Author: p.By, Call: p.Call, About: n.About, Way: p.Way, DueAt: after.AnnouncedDueAt, Key: fmt.Sprintf("notice:%d", n.ID)}
		return Change{Ticket: after, Entry: e, Pays: []Payment{p}}, nil
	})
	if err != nil {
		return fmt.Errorf("pay notice %d: %w", notice, err)
	}
	return nil
}

// GBKAccepted records that a mail server has accepted a letter to ГБК, a parcel of the outbox. When it is the ticket's last one, the
// ticket may be closed as handed to ГБК from now on: each hand-over needs a letter of its own (Regulation 4.11.5). The same letter
// twice is one. ErrNotFound: it is no such letter.
func (r *Register) GBKAccepted(ctx context.Context, parcel int64, messageID string) error {
	if messageID = Printable(messageID, 250); messageID == "" {
		return Invalid{{"message_id", "required"}}
	}
	at := micro(r.now())
	accepted, err := r.store.AcceptParcel(ctx, parcel, ParcelGBK, func(t Ticket, last bool) Change {
		if last && t.GBKAcceptedAt.IsZero() {
			t.GBKAcceptedAt = at
		}
		return Change{Ticket: t, Left: parcel, Entry: Entry{At: at, Kind: EntryNotice, About: AboutGBK, Way: ByEmail, Key: "gbk:" + messageID}}
	})
	if err != nil {
		return fmt.Errorf("letter %d to ГБК: %w", parcel, err)
	}
	if accepted {
		r.log.InfoContext(ctx, "letter to ГБК accepted", "parcel", parcel)
	}
	return nil
}
