package tickets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrTalkBefore says that a talk was over before there was what is said to have been told in it.
var ErrTalkBefore = errors.New("the talk with the caller ended before there was anything to tell")

// Talk is somebody's talk with the applicant.
type Talk struct {
	Call CallID
	Till time.Time // when it ended; zero while it goes on
}

// Knew is nil when what there is since an instant can have been told in the talk; ErrTalkBefore.
func (k Talk) Knew(since time.Time) error {
	if !k.Till.IsZero() && k.Till.Before(since) {
		return ErrTalkBefore
	}
	return nil
}

// ConfirmOralNotice records «номер та строк повідомлено» with the operator, the time, the talk, and the term (Regulation 4.9.5.2):
// the one that the ticket has had since before the talk ended, else ErrTalkBefore. The first confirmation of a term counts.
func (r *Register) ConfirmOralNotice(ctx context.Context, id TicketID, talk Talk, by Author) error {
	const tries = 5 // the ticket may change between the look at its history and the confirmation
	var err error
	for range tries {
		if err = r.confirm(ctx, id, talk, by, micro(r.now())); !errors.Is(err, ErrConflict) {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("oral notice of ticket %d: %w", id, err)
	}
	return nil
}

func (r *Register) confirm(ctx context.Context, id TicketID, talk Talk, by Author, at time.Time) error {
	d, err := r.store.Detail(ctx, Key{ID: id})
	if err != nil {
		return err
	}
	_, err = r.store.Act(ctx, id, d.Ticket.Version, func(t Ticket) (Change, error) {
		if err := talk.Knew(d.TermSince()); err != nil {
			return Change{}, err
		}
		e := Entry{At: at, Kind: EntryOralNotice, Author: by, Call: talk.Call, DueAt: t.ResolutionDueAt,
			Key: fmt.Sprintf("oral_notice:%d", t.ResolutionDueAt.UnixMicro())}
		t.OralNoticeAt, t.OralNoticeBy, t.AnnouncedDueAt = at, by.Name, t.ResolutionDueAt
		heard := []NoticeAbout{AboutRegistration}
		if slices.Contains(t.Orally, AboutTerm) { // the term that was told is the new one (Regulation 4.9.6)
			t, heard = Notice{About: AboutTerm}.Told(t, at), append(heard, AboutTerm)
		}
		return Change{Ticket: t, Entry: e, PaysAbout: heard, Paid: Payment{At: at, Way: Oral, By: by, Call: talk.Call}}, nil
	})
	return err
}

// heard is t after the applicant was told by word of mouth what the notice is about. A new term that is still to be told is not told
// by something else.
func (n Notice) heard(t Ticket, at time.Time) Ticket {
	after := n.Told(t, at)
	if n.About != AboutTerm && slices.Contains(t.Orally, AboutTerm) {
		after.AnnouncedDueAt = t.AnnouncedDueAt
	}
	return after
}
