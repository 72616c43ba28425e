package tickets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// ContactKind is a way to reach an applicant.
type ContactKind string

const (
	PhoneContact ContactKind = "phone"
	EmailContact ContactKind = "email"
)

// Contact is a number (E.164) or an address (lower case) of an applicant.
type Contact struct {
	Kind       ContactKind
	Value      string
	Confidence int  // how often an agent confirmed it
	Shared     bool // an office's or a family's: it names nobody; with four applicants it is shared by itself
	LastSeenAt time.Time
}

// ApplicantCard is all that the register knows of an applicant.
type ApplicantCard struct {
	Applicant  Applicant
	Contacts   []Contact // of merged cards too; numbers first, the surest first
	Tickets    []Ticket  // newest first, at most 200
	Calls      []Entry   // of kind EntryCall, newest first, at most 50
	Numbers    map[TicketID]Number
	Members    []Applicant // of an organisation, at most 100
	Merges     []Merge     // cards that are in this one, the latest first
	Likely     []Likely    // who may be the same person
	History    []CardEntry // newest first, at most 200
	OpenCount  int
	TotalCount int // at most 1000 are counted
}

// CardEntryKind is what a line of a card's history tells.
type CardEntryKind string

const (
	CardCreated      CardEntryKind = "created"
	CardChanged      CardEntryKind = "changed"
	CardMerged       CardEntryKind = "merged"        // another was merged into this one
	CardMergedAway   CardEntryKind = "merged_away"   // this one into another
	CardUnmerged     CardEntryKind = "unmerged"      // another was taken out
	CardUnmergedAway CardEntryKind = "unmerged_away" // this one was taken out of another
	CardRestricted   CardEntryKind = "restricted"
	CardLifted       CardEntryKind = "lifted"
	CardHeld         CardEntryKind = "held"
	CardReleased     CardEntryKind = "released"
	CardRead         CardEntryKind = "read" // somebody opened it while access was narrowed
)

// CardEntry is a line of a card's history. It is added and never changed.
type CardEntry struct {
	ID        int64
	Applicant ApplicantID
	At        time.Time
	Kind      CardEntryKind
	Author    Author
	Text      string  // the reason, in a person's words
	Values    []Value // what changed
}

// CardChange is what becomes of a card.
type CardChange struct {
	After   Applicant
	Entry   CardEntry
	Tickets func(Ticket) (Change, error) // nil: the tickets stay as they are
}

// ErrCardConflict is wrapped by CardConflict.
var ErrCardConflict = errors.New("the card was changed meanwhile")

// CardConflict refuses a change of a card that is no longer as it was seen, and says who changed it.
type CardConflict struct {
	By Author
	At time.Time
}

func (e *CardConflict) Error() string { return ErrCardConflict.Error() }
func (e *CardConflict) Unwrap() error { return ErrCardConflict }

// ErrCardRefused is wrapped by CardRefused.
var ErrCardRefused = errors.New("the rules do not allow it with this card")

// CardRefused says why. Codes: itself, merged, restricted, undone, same.
type CardRefused struct{ Code string }

func (e *CardRefused) Error() string { return ErrCardRefused.Error() + ": " + e.Code }
func (e *CardRefused) Unwrap() error { return ErrCardRefused }

// ApplicantStore keeps the cards of applicants. Ids of merged cards are understood as the card that stands for them.
type ApplicantStore interface {
	// FindApplicants gives at most limit cards, the best first.
	FindApplicants(ctx context.Context, q ApplicantQuery, limit int) ([]Applicant, error)
	// ApplicantCard is everything of one. ErrNotFound.
	ApplicantCard(ctx context.Context, id ApplicantID, at time.Time) (ApplicantCard, error)
	// ChangeApplicant stores what decide makes of the locked card; withTickets locks its tickets too, which decide may then change.
	// *CardConflict when version is not 0 and not the card's. ErrNotFound.
	ChangeApplicant(ctx context.Context, id ApplicantID, version int64, withTickets bool, decide func(Applicant) (CardChange, error)) (Applicant, error)
	// PutContact adds a contact or says whether it is shared, and tells in e what that was (Contact.Since); DropContact takes it from the card and from those merged into it.
	// *CardRefused: a card to which access is narrowed is a chief's to change.
	PutContact(ctx context.Context, id ApplicantID, c Contact, e CardEntry, chief bool) error
	DropContact(ctx context.Context, id ApplicantID, c Contact, e CardEntry, chief bool) error
	// ReadCard writes down who read a card to which access is narrowed, or a ticket of it: once a person, card or ticket, and hour.
	ReadCard(ctx context.Context, e CardEntry) error
	MergeStore
	RetentionStore
}

// ApplicantQuery is what is looked for, as far as it was understood; exactly one field beside All is set.
type ApplicantQuery struct {
	Phone  string // E.164
	Email  string
	Number Number // a ticket's
	Text   string // a part of a name, or a login
	All    bool   // with Text: also those to whom access is narrowed; with Number: also of a ticket to which it is
}

// FindApplicants finds by telephone number, e-mail, ticket number, login or a part of the name. A name does not find those to
// whom access is narrowed, nor does the number of a ticket to which it is, unless the viewer may see them. At most 50, the best first.
func (r *Register) FindApplicants(ctx context.Context, text string, v Viewer) ([]Applicant, error) {
	text = strings.Join(strings.Fields(Printable(text, 200)), " ")
	if utf8.RuneCountInString(text) < 2 {
		return nil, Invalid{{"q", "too_short"}}
	}
	q := ApplicantQuery{Text: text, All: v.Chief}
	if n, err := ParseNumber(text); err == nil {
		q = ApplicantQuery{Number: n, All: v.Chief}
	} else if p := r.parse(text); p.Valid {
		q = ApplicantQuery{Phone: p.E164}
	} else if strings.Contains(text, "@") {
		q = ApplicantQuery{Email: strings.ToLower(text)}
	}
	found, err := r.store.FindApplicants(ctx, q, 50)
	if err != nil {
		return nil, fmt.Errorf("find applicants: %w", err)
	}
	for i := range found {
		found[i] = found[i].SeenBy(v)
	}
	return found, nil
}

// ApplicantCard is all that is known of an applicant, as far as the viewer may see it. Who reads one to which access is narrowed
// is written down. ErrNotFound.
func (r *Register) ApplicantCard(ctx context.Context, id ApplicantID, v Viewer) (ApplicantCard, error) {
	at := micro(r.now())
	c, err := r.store.ApplicantCard(ctx, id, at)
	if err != nil {
		return ApplicantCard{}, fmt.Errorf("card of applicant %d: %w", id, err)
	}
	if c.Applicant.Restricted != "" && v.Chief {
		if err := r.store.ReadCard(ctx, CardEntry{Applicant: c.Applicant.ID, At: at, Kind: CardRead, Author: v.Author}); err != nil {
			return ApplicantCard{}, fmt.Errorf("write down who read applicant %d: %w", id, err)
		}
	}
	return c.SeenBy(v), nil
}

// ApplicantEdit is a card's own fields as a person wants them, all of them.
type ApplicantEdit struct {
	Name         string
	Kind         ApplicantKind
	Group        Group
	Subgroup     Subgroup
	Email        string
	Login        string
	Organisation ApplicantID // 0: none
}

// EditApplicant stores a card's fields as they were edited at version. Errors: Invalid, *CardConflict, *CardRefused, ErrNotFound.
func (r *Register) EditApplicant(ctx context.Context, id ApplicantID, version int64, e ApplicantEdit, v Viewer) (Applicant, error) {
	c, err := ApplicantChoice{Name: e.Name, Kind: e.Kind, Group: e.Group, Subgroup: e.Subgroup, Email: e.Email, Login: e.Login}.checked(r.parse)
	if err != nil {
		return Applicant{}, err
	}
	if e.Organisation == id {
		return Applicant{}, Invalid{{"organisation_id", "invalid"}}
	}
	return r.changeCard(ctx, id, version, v, CardChanged, "", func(a Applicant) (Applicant, error) {
		a.Name, a.Kind, a.Group, a.Subgroup, a.Email, a.Login = c.Name, c.Kind, c.Group, c.Subgroup, c.Email, c.Login
		if a.Organisation != e.Organisation {
			a.Organisation, a.OrganisationName = e.Organisation, "" // the store tells the new one's name
		}
		return a, nil
	})
}

// changeCard is one change with its line in the history. A card to which access is narrowed is changed by who may see it only.
func (r *Register) changeCard(ctx context.Context, id ApplicantID, version int64, v Viewer, kind CardEntryKind, why string,
	decide func(Applicant) (Applicant, error)) (Applicant, error) {
	at := micro(r.now())
	a, err := r.store.ChangeApplicant(ctx, id, version, false, func(before Applicant) (CardChange, error) {
		if before.Restricted != "" && !v.Chief {
			return CardChange{}, &CardRefused{"restricted"}
		}
		after, err := decide(before)
		return CardChange{After: after, Entry: CardEntry{Applicant: before.ID, At: at, Kind: kind, Author: v.Author, Text: why, Values: Differences(before, after)}}, err
	})
	if err != nil {
		return Applicant{}, fmt.Errorf("%s applicant %d: %w", kind, id, err)
	}
	return a, nil
}

// Differences are the fields that a change of a card alters.
func Differences(was, is Applicant) (out []Value) {
	for _, f := range []Value{{"name", was.Name, is.Name}, {"kind", string(was.Kind), string(is.Kind)}, {"group", string(was.Group), string(is.Group)},
		{"subgroup", string(was.Subgroup), string(is.Subgroup)}, {"email", was.Email, is.Email}, {"login", was.Login, is.Login}} {
		if f.Old != f.New {
			out = append(out, f)
		}
	}
	if was.Organisation != is.Organisation {
		out = append(out, Value{"organisation", was.OrganisationName, is.OrganisationName})
	}
	return out
}

// PutContact gives a card a number or an address, or says whether the one that it has is shared. Invalid.
func (r *Register) PutContact(ctx context.Context, id ApplicantID, kind ContactKind, value string, shared bool, v Viewer) error {
	c, err := r.contact(kind, value)
	if err != nil {
		return err
	}
	c.Shared, c.LastSeenAt = shared, micro(r.now())
	return r.changeContact(ctx, id, c, nil, v, r.store.PutContact)
}

// Since is what the history tells of a contact that is put: that it is new to the card, or that whether it is shared was changed.
func (c Contact) Since(isNew, changed bool) (values []Value) {
	if isNew {
		values = append(values, Value{string(c.Kind), "", c.Value})
	}
	switch {
	case c.Shared && (isNew || changed):
		values = append(values, Value{string(c.Kind) + "_shared", "", c.Value})
	case changed:
		values = append(values, Value{string(c.Kind) + "_own", "", c.Value})
	}
	return values
}

// DropContact takes a number or an address from a card. ErrNotFound.
func (r *Register) DropContact(ctx context.Context, id ApplicantID, kind ContactKind, value string, v Viewer) error {
	c, err := r.contact(kind, value)
	if err != nil {
		return err
	}
	return r.changeContact(ctx, id, c, []Value{{string(kind), c.Value, ""}}, v, r.store.DropContact)
}

func (r *Register) changeContact(ctx context.Context, id ApplicantID, c Contact, values []Value, v Viewer,
	do func(context.Context, ApplicantID, Contact, CardEntry, bool) error) error {
	e := CardEntry{At: micro(r.now()), Kind: CardChanged, Author: v.Author, Values: values}
	if err := do(ctx, id, c, e, v.Chief); err != nil {
		return fmt.Errorf("contact of applicant %d: %w", id, err)
	}
	return nil
}

func (r *Register) contact(kind ContactKind, value string) (Contact, error) {
	value = strings.TrimSpace(value)
	switch {
	case !slices.Contains([]ContactKind{PhoneContact, EmailContact}, kind):
		return Contact{}, Invalid{{"kind", "invalid"}}
	case value == "":
		return Contact{}, Invalid{{string(kind), "required"}}
	case kind == EmailContact:
		if code := emailFault(value); code != "" {
			return Contact{}, Invalid{{"email", code}}
		}
		return Contact{Kind: kind, Value: strings.ToLower(value)}, nil
	}
	p := r.parse(value)
	if !p.Valid {
		return Contact{}, Invalid{{"phone", "invalid"}}
	}
	return Contact{Kind: kind, Value: p.E164}, nil
}
