package tickets

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"hotline/tickets/sla"
)

// anyAct is some act with sensible fields.
func anyAct(r *rand.Rand) Act {
	why := "бо так треба"
	class := Classes[r.IntN(len(Classes))]
	text := fmt.Sprintf("Суть %d", r.IntN(1000))
	all := []Act{Classification{Class: class, OralReason: why, Assignee: koval}, Take{}, Assign{To: melnyk}, Describe{Description: &text}, RequestInfo{why},
		Postpone{Ground: Grounds[r.IntN(6)], Why: why}, Resume{why}, Escalate{services[r.IntN(3)], why},
		HandOver{To: Units[r.IntN(4)], Responsible: "Іваненко", Why: why, Decision: Decision{time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), "12"}, Agreed: true},
		PlanRelease{At: time.Date(2026, 12, 1+r.IntN(20), 9, 0, 0, 0, time.UTC)}, ExtendTerm{time.Duration(1+r.IntN(5)) * time.Hour, why},
		Expedite{r.IntN(2) == 0, why}, Consult{Category: Low, Text: why, Call: "kyiv1-1.1"}, Resolve{why},
		Close{Reason: CloseReasons[r.IntN(len(CloseReasons))], Ground: OutOfScope, Text: why}, Reopen{why}, Duplicate{Of: 9}, Restrict{why}, Unrestrict{why}, Hold{why}, Release{why}}
	return all[r.IntN(len(all))]
}

// Whatever people do with a ticket in whatever order, what the register promises of it holds: a term, too, can be counted again
// from what is kept.
func TestActs_RandomOrdersKeepWhatHolds_R_2_3(t *testing.T) {
	terms := termsOf(t)
	done := 0
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 7))
		ticket := ticketAt(t, []Channel{Phone, Email, Form}[r.IntN(3)], "2026-11-23 10:00")
		now := ticket.RegisteredAt
		for range 40 {
			now = now.Add(time.Duration(1+r.IntN(300)) * time.Minute)
			change, err := Apply(ticket, anyAct(r), koval, now, terms)
			if err != nil {
				if !errors.Is(err, ErrRefused) && !errors.As(err, new(Invalid)) {
					t.Fatalf("seed %d: %v", seed, err)
				}
				continue
			}
			done++
			before := ticket
			ticket = change.Ticket
			ticket.Version++
			for _, n := range change.Notices { // half of the applicants hear of it at once
				if r.IntN(2) == 0 {
					ticket = n.Told(ticket, now)
				} else if n.Stage == StageClosing {
					ticket.NoticesOwed = 1
				}
			}
			if fault := wrongWith(before, ticket, terms); fault != "" {
				t.Fatalf("seed %d, after %s: %s\nbefore %+v\nafter  %+v", seed, change.Entry.Act, fault, before, ticket)
			}
		}
	}
	if done < 20000 {
		t.Errorf("only %d acts were done", done)
	}
}

func wrongWith(before, t Ticket, terms Terms) string {
	for i, p := range t.Pauses {
		if p.To.IsZero() && i != len(t.Pauses)-1 || !p.To.IsZero() && p.To.Before(p.From) || i > 0 && p.From.Before(t.Pauses[i-1].To) {
			return fmt.Sprintf("pause %d is out of order", i)
		}
	}
	last := len(t.Pauses) - 1
	stands := last >= 0 && t.Pauses[last].To.IsZero()
	switch waits := t.Status == WaitingApplicant || t.Status == Postponed; {
	case stands != waits:
		return fmt.Sprintf("the clock stands: %v in %s", stands, t.Status)
	case (t.Status == Registered || t.Status == InProgress) && !t.DoneAt.IsZero():
		return "worked on, and done"
	case t.Frozen != t.ResolutionDueAt.IsZero():
		return "frozen with a deadline, or without one and running"
	case !t.RegisteredAt.Equal(before.RegisteredAt) || t.ReactionDueAt.Before(t.RegisteredAt):
		return "the start moved"
	case (t.Status == Closed) != (t.CloseReason != "" && !t.ClosedAt.IsZero()):
		return "closed without a reason, or open with one"
	case t.Status == Closed && t.Class == (Class{}):
		return "closed without a class"
	case t.CloseReason == DuplicateOf && t.DuplicateOf == 0 || t.DuplicateOf != 0 && t.Status != Resolved && t.Status != Closed:
		return "a duplicate of nothing, or in work and a duplicate"
	case t.CloseReason == RedirectedMRG && t.Responsible == "" || t.CloseReason == RedirectedGBK && t.GBKAcceptedAt.IsZero():
		return "redirected to nobody"
	case before.Class != (Class{}) && !before.ReactionMetAt().IsZero() && !t.ReactionDueAt.Equal(before.ReactionDueAt):
		return "the term of a reaction that was kept moved" // the first class says what had been promised
	}
	if t.ResolutionMetAt().IsZero() {
		due, err := terms.Calendar.Due(t.ResolutionClock())
		if err != nil || due != (sla.Due{At: t.ResolutionDueAt, Frozen: t.Frozen, Left: t.ResolutionLeft}) {
			return fmt.Sprintf("the term cannot be counted again: %+v, %v", due, err)
		}
	}
	return ""
}
