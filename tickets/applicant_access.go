package tickets

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Viewer is who looks. A chief (supervisor) sees what access is narrowed to, and is written down for it.
type Viewer struct {
	Author
	Chief bool
}

// Narrowed is what stands for a name that the viewer may not see.
const Narrowed = "Доступ обмежено"

// SeenBy is the applicant as far as v may see him: of one to whom access is narrowed, others see only that it is, and on which
// ground. The regulation keeps what a person asks to erase (4.3); so it is locked away instead.
func (a Applicant) SeenBy(v Viewer) Applicant {
	if a.Restricted == "" || v.Chief {
		return a
	}
	return Applicant{ID: a.ID, Kind: a.Kind, Group: a.Group, Name: Narrowed, Restricted: a.Restricted, Version: a.Version}
}

// SeenBy is the card as far as v may see it.
func (c ApplicantCard) SeenBy(v Viewer) ApplicantCard {
	hidden := c.Applicant.Restricted != "" && !v.Chief
	if hidden {
		return ApplicantCard{Applicant: c.Applicant.SeenBy(v)}
	}
	for i := range c.Members {
		c.Members[i] = c.Members[i].SeenBy(v)
	}
	if !v.Chief {
		c.History = without(c.History, CardRead)
		for i, e := range c.History {
			c.History[i].Values = slices.DeleteFunc(slices.Clone(e.Values), func(f Value) bool { return f.Field == "card" && !c.has(f.New) })
		}
	}
	return c
}

// has tells whether a card of this name is in c. Of one that was taken out of it again others do not read here what it may hide since.
func (c ApplicantCard) has(name string) bool {
	return slices.ContainsFunc(c.Merges, func(m Merge) bool { return m.SourceName == name })
}

func without(all []CardEntry, kind CardEntryKind) (out []CardEntry) {
	for _, e := range all {
		if e.Kind != kind {
			out = append(out, e)
		}
	}
	return out
}

// MaySee tells whether v may read a ticket to which access is narrowed; who is responsible for it may.
func (t Ticket) MaySee(v Viewer) bool {
	return t.Restricted == "" || v.Chief || t.Assignee.ID != 0 && t.Assignee.ID == v.ID
}

// Listed is the ticket as lists, pages of calls and files show it to anybody: what access is narrowed to is read by opening it,
// where that is written down. Who calls is the applicant's number, and the login is the applicant's.
func (t Ticket) Listed() Ticket {
	if t.Restricted != "" {
		t.Subject, t.Description, t.OralReason, t.Content, t.ApplicantName = "", "", "", Content{}, Narrowed
	}
	if t.ApplicantName == Narrowed {
		t.Caller, t.RawCaller, t.Content.Login = "", "", ""
	}
	return t
}

// ErrNarrowed says that access to a ticket is narrowed and the viewer may not read it.
var ErrNarrowed = errors.New("access to the ticket is restricted")

type viewerKey struct{}

// ActingAs is ctx for what v does in it: a ticket to which access is narrowed when the act comes to it is left alone unless v may
// read it then (ErrNarrowed), whatever v has seen before. Without it nobody is asked: the system acts.
func ActingAs(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// MayAct is nil when whoever acts in ctx may do something with t, locked and as it is now: ErrNarrowed. Stores ask it.
func (t Ticket) MayAct(ctx context.Context) error {
	if v, ok := ctx.Value(viewerKey{}).(Viewer); ok && !t.MaySee(v) {
		return fmt.Errorf("ticket %s (%s): %w", t.Number, t.Restricted, ErrNarrowed)
	}
	return nil
}

// OpenTicket lets v read a ticket, or does not: ErrNarrowed. Who reads one to which access is narrowed is written down in the
// applicant's card.
func (r *Register) OpenTicket(ctx context.Context, t Ticket, v Viewer) error {
	switch {
	case !t.MaySee(v):
		return t.MayAct(ActingAs(ctx, v))
	case t.Restricted == "":
		return nil
	case t.Applicant == 0:
		r.log.InfoContext(ctx, "restricted ticket read", "ticket", t.Number.String(), "agent", int64(v.ID))
		return nil
	}
	e := CardEntry{Applicant: t.Applicant, At: micro(r.now()), Kind: CardRead, Author: v.Author, Values: []Value{{"ticket", "", t.Number.String()}}}
	if err := r.store.ReadCard(ctx, e); err != nil {
		return fmt.Errorf("write down who read ticket %s: %w", t.Number, err)
	}
	return nil
}

// RestrictApplicant narrows the access to an applicant and to all his tickets, on a ground such as a request to erase; an empty
// ground is Invalid. LiftApplicant opens them again. Only for chiefs: the caller sees to it.
func (r *Register) RestrictApplicant(ctx context.Context, id ApplicantID, ground string, v Viewer) (Applicant, error) {
	return r.narrow(ctx, id, "ground", ground, v, CardRestricted, func(a *Applicant, why string) bool {
		was := a.Restricted
		a.Restricted = why
		return was == ""
	}, func(_ Applicant, _ Ticket, why string) Act { return Restrict{Ground: why} })
}

// LiftApplicant is the way back, with its reason. A ticket that is narrowed on a ground of its own stays so.
func (r *Register) LiftApplicant(ctx context.Context, id ApplicantID, why string, v Viewer) (Applicant, error) {
	return r.narrow(ctx, id, "reason", why, v, CardLifted, func(a *Applicant, _ string) bool {
		was := a.Restricted
		a.Restricted = ""
		return was != ""
	}, func(was Applicant, t Ticket, why string) Act {
		if t.Restricted != was.Restricted {
			return nil
		}
		return Unrestrict{Why: why}
	})
}

// HoldApplicant bars retention from everything of an applicant: a dispute, a court. Legal hold wins over the three years.
func (r *Register) HoldApplicant(ctx context.Context, id ApplicantID, why string, v Viewer) (Applicant, error) {
	return r.narrow(ctx, id, "reason", why, v, CardHeld, func(a *Applicant, why string) bool {
		was := a.Hold
		a.Hold = why
		return was == ""
	}, nil)
}

// ReleaseApplicant ends the hold.
func (r *Register) ReleaseApplicant(ctx context.Context, id ApplicantID, why string, v Viewer) (Applicant, error) {
	return r.narrow(ctx, id, "reason", why, v, CardReleased, func(a *Applicant, _ string) bool {
		was := a.Hold
		a.Hold = ""
		return was != ""
	}, nil)
}

// narrow is one of the four, with a reason; set says whether it changes anything. act is done with each of the tickets; nil: none.
func (r *Register) narrow(ctx context.Context, id ApplicantID, field, why string, v Viewer, kind CardEntryKind,
	set func(*Applicant, string) bool, act func(was Applicant, t Ticket, why string) Act) (Applicant, error) {
	why, err := cardReason(field, why)
	if err != nil {
		return Applicant{}, err
	}
	at := micro(r.now())
	terms, err := r.reread(ctx, at)
	if err != nil {
		return Applicant{}, fmt.Errorf("%s applicant %d: %w", kind, id, err)
	}
	a, err := r.store.ChangeApplicant(ctx, id, 0, act != nil, func(before Applicant) (CardChange, error) {
		after := before
		if !set(&after, why) {
			return CardChange{}, &CardRefused{"same"}
		}
		c := CardChange{After: after, Entry: CardEntry{Applicant: before.ID, At: at, Kind: kind, Author: v.Author, Text: why}}
		if act != nil {
			c.Tickets = func(t Ticket) (Change, error) {
				t.ApplicantName = after.SeenBy(Viewer{}).Name // as the card is now
				a := act(before, t, why)
				if a == nil {
					return Change{}, &Refused{Code: "same"}
				}
				return Apply(t, a, v.Author, at, terms)
			}
		}
		return c, nil
	})
	if err != nil {
		return Applicant{}, fmt.Errorf("%s applicant %d: %w", kind, id, err)
	}
	r.log.InfoContext(ctx, "applicant "+string(kind), "applicant", int64(id), "agent", int64(v.ID))
	return a, nil
}

// AlreadyDone tells of an error of CardChange.Tickets that the ticket is as it is wanted.
func AlreadyDone(err error) bool {
	var refused *Refused
	return errors.As(err, &refused) && refused.Code == "same"
}
