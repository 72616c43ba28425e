package tickets

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// MergeID is a merge's key.
type MergeID int64

// Merge is a card that was merged into another.
type Merge struct {
	ID         MergeID
	Source     ApplicantID
	SourceName string
	Target     ApplicantID // into which it was merged; that one may be in a third by now
	Reason     string
	By         Author
	At         time.Time
	Tickets    int // how many moved
}

// Merging is what a merge would do; it is shown before anybody decides.
type Merging struct {
	Source, Target Applicant
	Tickets, Open  int
	Contacts       []Contact // that the target does not have
	Differs        []Value   // Old is the source's, New the target's, which stays
}

// Likely is a card that may be of the same person.
type Likely struct {
	Applicant Applicant
	Reasons   []string // phone, email, login, name
}

// MergeStore merges cards and takes them apart again.
type MergeStore interface {
	// Merging is what merging source into target would do. *CardRefused, ErrNotFound.
	Merging(ctx context.Context, source, target ApplicantID) (Merging, error)
	// Merge gives target all of source's tickets; numbers and addresses are read together from now on. *CardRefused, ErrNotFound.
	Merge(ctx context.Context, source, target ApplicantID, why string, by Author, at time.Time) (Merge, error)
	// Unmerge gives source back what the merge has moved and what nobody has given to another applicant since; of is the card in which
	// source is now. Access that is narrowed to that card stays narrowed to both. *CardRefused, ErrNotFound.
	Unmerge(ctx context.Context, id MergeID, of ApplicantID, why string, by Author, at time.Time) (Merge, error)
}

// Merging is what MergeApplicants would do, and changes nothing. *CardRefused, ErrNotFound.
func (r *Register) Merging(ctx context.Context, source, target ApplicantID) (Merging, error) {
	m, err := r.store.Merging(ctx, source, target)
	if err != nil {
		return Merging{}, fmt.Errorf("merging of applicants %d and %d: %w", source, target, err)
	}
	return m, nil
}

// MergeApplicants makes source and target one: two cards of the same person. Only for supervisors (R-X.3), with a reason.
// Nothing is lost: UnmergeApplicants restores it, also after later changes. Errors: Invalid, *CardRefused, ErrNotFound.
func (r *Register) MergeApplicants(ctx context.Context, source, target ApplicantID, why string, by Author) (Merge, error) {
	why, err := cardReason("reason", why)
	if err != nil {
		return Merge{}, err
	}
	m, err := r.store.Merge(ctx, source, target, why, by, micro(r.now()))
	if err != nil {
		return Merge{}, fmt.Errorf("merge applicant %d into %d: %w", source, target, err)
	}
	r.log.InfoContext(ctx, "applicants merged", "source", int64(source), "target", int64(target), "tickets", m.Tickets, "agent", int64(by.ID))
	return m, nil
}

// UnmergeApplicants takes two cards apart again; of is the card in which the other is, else ErrNotFound. Access that was narrowed to it
// meanwhile stays narrowed to both. Errors: Invalid, *CardRefused, ErrNotFound.
func (r *Register) UnmergeApplicants(ctx context.Context, id MergeID, of ApplicantID, why string, by Author) (Merge, error) {
	why, err := cardReason("reason", why)
	if err != nil {
		return Merge{}, err
	}
	m, err := r.store.Unmerge(ctx, id, of, why, by, micro(r.now()))
	if err != nil {
		return Merge{}, fmt.Errorf("undo merge %d: %w", id, err)
	}
	r.log.InfoContext(ctx, "applicants unmerged", "source", int64(m.Source), "tickets", m.Tickets, "agent", int64(by.ID))
	return m, nil
}

// cardReason takes the reason that a change of a card must have, in one line.
func cardReason(field, why string) (string, error) {
	why = Printable(strings.Join(strings.Fields(clean(why)), " "), 1001)
	switch n := utf8.RuneCountInString(why); {
	case n == 0:
		return "", Invalid{{field, "required"}}
	case n > 1000:
		return "", Invalid{{field, "too_long"}}
	}
	return why, nil
}
