package tickets

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hotline/tickets/sla"
)

// ParcelKind is what leaves the house.
type ParcelKind string

const (
	ParcelLetter    ParcelKind = "letter"    // to the applicant: it pays a debt (Regulation, Table 2)
	ParcelGBK       ParcelKind = "gbk"       // to ГБК (Regulation 4.11.5)
	ParcelTechnical ParcelKind = "technical" // a hand-over to Служба технічного супроводу (Regulation 2.9, 3.3.3)
)

// Parcel is one thing that leaves, or has left, the house.
type Parcel struct {
	ID        int64
	Ticket    TicketID
	Number    Number
	Kind      ParcelKind
	Notice    int64 // ParcelLetter: the debt that it pays
	Body      map[string]string
	MadeAt    time.Time
	SentAt    time.Time // zero: it was not accepted yet
	State     string    // waiting, sent, void (nobody needs it any more), dead (given up until a person sends it again)
	Via       string    // mail, webhook; empty: nobody has looked at it
	Tries     int
	LastError string // a code: see webhook.Code
}

// Mail is a letter that waits in the outbox until a mail server takes it.
type Mail struct{ To, Subject, Text string }

// Paper is what a unit outside is told of a ticket that is handed to it. It names no applicant (R-X.5).
type Paper struct {
	ID       string // the same however often it is sent
	Ticket   Ticket // only what may leave the house; the rest is zero
	Process  string // the business process's name
	Reason   string
	At       time.Time
	Withheld bool // access is narrowed: what people wrote stays in the house
}

// paperOf is what leaves the house of a ticket: what is needed to work on it and nobody's name. Of one to which access is narrowed
// there are only the number, the closed lists and the dates: any text may name its person.
func paperOf(p Parcel, t Ticket) Paper {
	out := Ticket{ID: t.ID, Number: t.Number, Class: t.Class, Process: t.Process, PlannedReleaseAt: t.PlannedReleaseAt}
	paper := Paper{ID: fmt.Sprintf("handover-%d", p.ID), At: p.MadeAt, Withheld: t.Restricted != "" || t.ApplicantName == Narrowed}
	if !paper.Withheld {
		out.Subject, out.Description, out.Content, out.Decision, paper.Reason = t.Subject, t.Description, t.Content, t.Decision, p.Body["reason"]
		out.Content.Login = "" // it is a person's
	}
	paper.Ticket = out
	return paper
}

// Carrier takes a hand-over out of the house. The regulation leaves the interface to Служба технічного супроводу to others (2.9),
// so there is one for each way: ByMail, and webhook.HandOver.
type Carrier interface {
	// Carry gives a paper to the other side. A nil Mail: it was accepted. Otherwise the letter is to be sent, and stays in the
	// outbox until a mail server has accepted it. It may be called again with the same paper.
	Carry(ctx context.Context, p Paper) (*Mail, error)
}

// ByMail is the Carrier that writes to an address.
type ByMail struct{ To string }

// Carry implements Carrier.
func (m ByMail) Carry(_ context.Context, p Paper) (*Mail, error) {
	t := p.Ticket
	lines := []string{"Звернення " + t.Number.String() + " передано вам на опрацювання.", ""}
	add := func(name, text string) {
		if text != "" {
			lines = append(lines, name+": "+text)
		}
	}
	add("Тема", t.Subject)
	add("Причина передання", p.Reason)
	add(fieldWords["type"], t.Class.Type.Ukrainian())
	add(fieldWords["category"], t.Class.Category.Ukrainian())
	add(fieldWords["process"], p.Process)
	add(fieldWords["decision"], t.Decision.words())
	if !t.PlannedReleaseAt.IsZero() {
		add(fieldWords["planned_release_at"], spellDate(sla.DateOf(t.PlannedReleaseAt, sla.Kyiv)))
	}
	add("Суть", t.Description)
	for _, f := range contentFields(&t.Content) {
		add(fieldWords[f.name], *f.text)
	}
	if p.Withheld {
		lines = append(lines, "", "Доступ до цього звернення обмежено, тому його змісту в листі немає. Зверніться до Служби підтримки користувачів.")
	}
	subject := "Звернення " + t.Number.String()
	if t.Subject != "" {
		subject += ": " + t.Subject
	}
	return &Mail{To: m.To, Subject: subject, Text: strings.Join(lines, "\n")}, nil
}

// Retrying, as it is done with everything that goes to another's server.
const (
	carryLease = time.Minute // a copy that was killed while it sent gives the parcel up after it
	triesUntil = 30          // about a day
)

// Backoff is the pause after the nth failure: ten seconds, doubled each time up to an hour.
func Backoff(tries int) time.Duration {
	return min(10*time.Second<<min(max(tries-1, 0), 12), time.Hour)
}

// CarryOut takes what waits in the outbox out of the house, each kind by its carrier; n is how many parcels it has looked at. It may
// run in several copies at once; a carrier that fails is tried again later, and given up after about a day.
func (r *Register) CarryOut(ctx context.Context, by map[ParcelKind]Carrier) (n int, err error) {
	for kind, carrier := range by {
		for {
			at := micro(r.now())
			p, err := r.store.ClaimParcel(ctx, kind, at, at.Add(carryLease))
			if errors.Is(err, ErrNotFound) {
				break
			}
			if err == nil {
				err = r.carry(ctx, carrier, p)
			}
			if n++; err != nil {
				return n, fmt.Errorf("carry %s out: %w", kind, err)
			}
		}
	}
	return n, nil
}

func (r *Register) carry(ctx context.Context, carrier Carrier, p Parcel) error {
	t, err := r.store.Ticket(ctx, Key{ID: p.Ticket})
	if err != nil {
		return err
	}
	processes, err := r.store.Processes(ctx)
	if err != nil {
		return err
	}
	paper := paperOf(p, t)
	for _, known := range processes {
		if known.Code == t.Process {
			paper.Process = known.Name
		}
	}
	mail, failed := carrier.Carry(ctx, paper)
	at, next := micro(r.now()), time.Time{}
	p.LastError = ""
	switch {
	case failed != nil:
		p.Via, p.LastError, next = "webhook", Printable(failed.Error(), 200), at.Add(Backoff(p.Tries))
		if p.Tries >= triesUntil {
			p.State = "dead"
		}
		r.log.WarnContext(ctx, "parcel not taken", "parcel", p.ID, "kind", string(p.Kind), "tries", p.Tries, "error", failed)
	case mail != nil:
		p.Via = "mail"
		p.Body = map[string]string{"to": mail.To, "subject": mail.Subject, "text": mail.Text}
	default:
		p.Via, p.State, p.SentAt = "webhook", "sent", at
	}
	return r.store.CloseParcel(ctx, p, next, paper.Withheld)
}

// Outbox is what has not left the house, the newest first, also what is needed no more: at most limit (1..100) before the given id, 0: from the newest.
func (r *Register) Outbox(ctx context.Context, before int64, limit int) ([]Parcel, error) {
	if limit < 1 || limit > 100 {
		return nil, Invalid{{"limit", "invalid"}}
	}
	all, err := r.store.Outbox(ctx, before, limit)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return all, nil
}

// SendAgain lets a parcel that waits or was given up be tried at once. ErrNotFound when it has left, or is needed no more.
func (r *Register) SendAgain(ctx context.Context, id int64) error {
	if err := r.store.SendAgain(ctx, id, micro(r.now())); err != nil {
		return fmt.Errorf("send parcel %d again: %w", id, err)
	}
	return nil
}
