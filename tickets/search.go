package tickets

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Search is a question to the register in a person's words.
type Search struct {
	Text   string
	Typing bool // the last word is not finished
	Newest bool // newest first; otherwise what fits best first
	By     Viewer
	After  string
	Limit  int // 1..50; 0: 20
}

// Sought is what a text was understood as.
type Sought string

const (
	SoughtNumber Sought = "number" // of a ticket
	SoughtPhone  Sought = "phone"
	SoughtEmail  Sought = "email"
	SoughtLogin  Sought = "login"
	SoughtWords  Sought = "words"
)

// Found is a page of an answer.
type Found struct {
	By         Sought
	Value      string // what was looked for: "10000123-5", E.164, an address, a login, words
	Hits       []Hit
	Applicants []Applicant // who may be meant, at most five; on the first page only
	Corrected  bool        // Value is not what was asked: that found nothing
	WrongDigit bool        // a ticket's number was asked for, with a wrong digit in it
	Next       string      // After of the next page; empty: there is none
	Complete   bool        // every ticket has been read; otherwise the older ones still are
}

// Hit is one ticket that was found.
type Hit struct {
	Ticket  Ticket
	Snippet []Piece // where the words are; nil when it was found by something else
	Masked  bool    // access is restricted: there is such a ticket, and no more is told
	MayOpen bool    // who asked may read it all the same, and is written down for it when it is opened
}

// WordMatch is a ticket with words that were looked for.
type WordMatch struct {
	Ticket Ticket
	Rank   float32
	Text   string // its texts
	Marked string // the same with MarkBegin and MarkEnd around each word; other letters may stand for those of Text, one for one
}

// Asked chooses matches for a page.
type Asked struct {
	Words  string
	Typing bool
	Newest bool
	By     Viewer // tickets that he may not see are left out
	After  Place
	Limit  int
}

// Index is where the register is searched. The implementation is tickets/postgres; safe for concurrent use.
type Index interface {
	// Direct are the tickets of exactly this number, telephone, address or login, newest first.
	Direct(ctx context.Context, by Sought, value string, after Cursor, limit int) ([]Ticket, error)
	// Match are tickets with all these words; top is the newest ticket that was looked at, for Place.
	Match(ctx context.Context, a Asked) (all []WordMatch, top TicketID, err error)
	// Alike are words of the register that look like this one; none when the register has it.
	Alike(ctx context.Context, word string) ([]string, error)
	// People are applicants whose name, login or address is like the text; without those to whom access is narrowed.
	People(ctx context.Context, text string, limit int) ([]Applicant, error)
	// Behind tells how many tickets have not been read yet.
	Behind(ctx context.Context) (int64, error)
}

// Finder answers searches. Safe for concurrent use.
type Finder struct {
	index Index
	parse func(string) PhoneNumber
}

// NewFinder searches an index. parse is tickets/phone.Parse.
func NewFinder(index Index, parse func(string) PhoneNumber) *Finder {
	return &Finder{index: index, parse: parse}
}

// people is how many applicants an answer names.
const people = 5

// longestSearch is the longest text that is looked for, in characters.
const longestSearch = 200

// Find looks first for what the text names exactly: a ticket's number, a telephone, an address, a login; then for its words in
// every form. What finds nothing is tried again with the slips mended: another keyboard, a wrong letter. Invalid names "q",
// "limit" or "cursor".
func (f *Finder) Find(ctx context.Context, s Search) (Found, error) {
	text := Printable(strings.Join(strings.Fields(s.Text), " "), longestSearch+1)
	switch {
	case s.Limit == 0:
		s.Limit = 20
	case s.Limit < 1 || s.Limit > 50:
		return Found{}, Invalid{{"limit", "invalid"}}
	}
	if utf8.RuneCountInString(text) > longestSearch {
		return Found{}, Invalid{{"q", "too_long"}}
	}
	if text == "" {
		return Found{}, Invalid{{"q", "required"}}
	}
	after, err := parsePlace(s.After)
	if err != nil {
		return Found{}, err
	}
	found, err := f.find(ctx, s, text, after)
	if err != nil {
		return Found{}, fmt.Errorf("search: %w", err)
	}
	behind, err := f.index.Behind(ctx)
	if err != nil {
		return Found{}, fmt.Errorf("search: %w", err)
	}
	found.Complete = behind == 0
	return found, nil
}

func (f *Finder) find(ctx context.Context, s Search, text string, after Place) (Found, error) {
	names := f.names(text)
	for _, n := range names {
		if n.by == SoughtNumber && after != (Place{}) {
			continue
		}
		found, err := f.direct(ctx, s, n, after)
		if err != nil || len(found.Hits) > 0 || n.by != SoughtLogin && len(found.Applicants) > 0 {
			return found, err
		}
	}
	found, err := f.words(ctx, s, text, after)
	if err != nil {
		return found, err
	}
	_, wrong := ParseNumber(text)
	found.WrongDigit = len(names) == 0 && errors.Is(wrong, ErrWrongDigit)
	if after == (Place{}) {
		found.Applicants, err = f.index.People(ctx, found.Value, people)
	}
	return found, err
}

// direct finds what has a name. Who may not see a restricted ticket learns by its number that there is one, and otherwise nothing.
func (f *Finder) direct(ctx context.Context, s Search, n name, after Place) (Found, error) {
	found := Found{By: n.by, Value: n.value}
	page, err := f.index.Direct(ctx, n.by, n.value, after.cursor(), s.Limit+1)
	if err != nil {
		return found, err
	}
	if len(page) > s.Limit {
		page = page[:s.Limit]
		found.Next = placeOf(page[s.Limit-1]).String()
	}
	for _, t := range page {
		if t.MaySee(s.By) || n.by == SoughtNumber {
			found.Hits = append(found.Hits, hit(t, nil, s.By))
		}
	}
	if n.by != SoughtNumber && after == (Place{}) {
		found.Applicants, err = f.index.People(ctx, n.value, people)
	}
	return found, err
}

// hit is a ticket as it is shown. What is said in one to which access is narrowed is read by opening it, where that is written down.
func hit(t Ticket, snippet []Piece, by Viewer) Hit {
	if t.Restricted == "" {
		return Hit{Ticket: t, Snippet: snippet}
	}
	return Hit{Masked: true, MayOpen: t.MaySee(by), Ticket: Ticket{ID: t.ID, Number: t.Number, Channel: t.Channel, Status: t.Status,
		Service: t.Service, RegisteredAt: t.RegisteredAt}}
}

// words finds by words, and by what they may have been meant to be.
func (f *Finder) words(ctx context.Context, s Search, text string, after Place) (Found, error) {
	found, err := f.match(ctx, s, text, after)
	if err != nil || len(found.Hits) > 0 || after != (Place{}) {
		return found, err
	}
	for _, mend := range []func(context.Context, string) (string, error){otherKeyboard, f.mended} {
		better, err := mend(ctx, text)
		if err != nil {
			return found, err
		}
		if better == "" {
			continue
		}
		again, err := f.match(ctx, s, better, after)
		if err != nil {
			return found, err
		}
		if len(again.Hits) > 0 {
			again.Corrected = true
			return again, nil
		}
	}
	return found, nil
}

func (f *Finder) match(ctx context.Context, s Search, words string, after Place) (Found, error) {
	found := Found{By: SoughtWords, Value: words}
	all, top, err := f.index.Match(ctx, Asked{Words: words, Typing: s.Typing, Newest: s.Newest, By: s.By, After: after, Limit: s.Limit + 1})
	if err != nil {
		return found, err
	}
	if len(all) > s.Limit {
		all = all[:s.Limit]
		last := all[s.Limit-1]
		found.Next = Place{Top: top, Rank: last.Rank, At: last.Ticket.RegisteredAt, ID: last.Ticket.ID}.String()
	}
	for _, m := range all {
		found.Hits = append(found.Hits, hit(m.Ticket, Snippet(m.Text, m.Marked, snippetLength), s.By))
	}
	return found, nil
}

// mended is the text with each word that the register has not replaced by the nearest that it has; "" when there is none.
func (f *Finder) mended(ctx context.Context, text string) (string, error) {
	words, changed := strings.Fields(text), false
	if len(words) > 6 {
		return "", nil
	}
	for i, w := range words {
		w = strings.ToLower(strings.Trim(w, `"«»“”.,;:!?()`))
		if utf8.RuneCountInString(w) < 4 {
			continue
		}
		alike, err := f.index.Alike(ctx, w)
		if err != nil {
			return "", err
		}
		if best := nearest(w, alike); best != "" {
			words[i], changed = best, true
		}
	}
	if !changed {
		return "", nil
	}
	return strings.Join(words, " "), nil
}
