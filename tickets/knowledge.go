package tickets

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// ArticleID is the key of an Article.
type ArticleID int64

// ArticleKind says for whom an article is.
type ArticleKind string

const (
	Question ArticleKind = "question" // of the FAQ: read by everybody once it is published
	Answer   ArticleKind = "answer"   // a ready answer (Regulation 4.13), for those who work with tickets
)

// Link is where an answer may send the applicant: documentation, a manual, a forum, the FAQ, a vendor (Regulation 4.13).
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Article is a question of the FAQ with its answer, or a ready answer.
type Article struct {
	ID        ArticleID
	Kind      ArticleKind
	Process   string // business process, by its code; empty: of all
	Title     string // the question, or by what agents know the answer
	Text      string // of an Answer: with Variables
	Links     []Link
	Position  int  // in its list, the lower the earlier
	Published bool // a draft is seen by those who edit, and used by nobody
	Uses      int64
	Version   int64 // 0: new
	ChangedAt time.Time
	ChangedBy string
}

// ErrNoRecord says that there is no such article, downtime, or what else is kept beside tickets.
var ErrNoRecord = errors.New("no such record")

// Topic is a business process that an article can be about (Regulation 3.3.4).
type Topic struct{ Code, Name string }

// ErrStale is wrapped by Stale.
var ErrStale = errors.New("it was changed meanwhile")

// Stale refuses to overwrite what is newer than what was edited, and says who changed it, and when.
type Stale struct {
	By string
	At time.Time
}

func (e *Stale) Error() string { return ErrStale.Error() + " by " + e.By }
func (e *Stale) Unwrap() error { return ErrStale }

// ArticleFilter chooses articles; zero fields choose all.
type ArticleFilter struct {
	Kind      ArticleKind
	Process   string // those of all processes belong to it, too
	Published bool   // no drafts
}

// KnowledgeStore keeps articles. Each method is one transaction; all are safe for concurrent use.
type KnowledgeStore interface {
	// Articles are in their order.
	Articles(ctx context.Context, f ArticleFilter) ([]Article, error)
	// Topics are the business processes in the order of the report.
	Topics(ctx context.Context) ([]Topic, error)
	// Article finds one. ErrNoRecord.
	Article(ctx context.Context, id ArticleID) (Article, error)
	// PutArticle stores a new one (ID 0), or the next version of one, with a line of its history.
	// *Stale when a.Version is not the stored one; Invalid when the process is unknown; ErrNoRecord.
	PutArticle(ctx context.Context, a Article, by Author, at time.Time) (Article, error)
	// CountUse notes that an article was used for a ticket; only the first use in a ticket counts.
	CountUse(ctx context.Context, id ArticleID, ticket TicketID, by Author, at time.Time) error
	// Changes are who changed a subject, such as "article:5", newest first, at most a hundred.
	Changes(ctx context.Context, subject string) ([]SubjectChange, error)
}

// SubjectChange is one line of the history of what is kept beside tickets.
type SubjectChange struct {
	At   time.Time
	By   string
	What string // created, changed, or a DowntimeStep
	Note string
}

// publicFor is how long the published FAQ is used after it was read: everybody may ask for it.
const publicFor = 5 * time.Second

// Knowledge is the FAQ and the ready answers. Safe for concurrent use.
type Knowledge struct {
	store KnowledgeStore
	now   func() time.Time

	mu       sync.Mutex // guards what follows
	public   faq
	publicAt time.Time
}

// faq is what everybody may read, as it was read last.
type faq struct {
	questions []readArticle
	topics    []Topic
}

// NewKnowledge makes it.
func NewKnowledge(store KnowledgeStore, now func() time.Time) *Knowledge {
	return &Knowledge{store: store, now: now}
}

// Public is the published FAQ, in its order, or what of it answers a query, best first, and what it can be about.
// A change is seen within seconds; however many ask, the database is asked once in that time.
func (k *Knowledge) Public(ctx context.Context, query, process string) ([]Article, []Topic, error) {
	all, err := k.published(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("public FAQ: %w", err)
	}
	var chosen []readArticle
	for _, a := range all.questions {
		if process == "" || a.Process == process || a.Process == "" {
			chosen = append(chosen, a)
		}
	}
	return match(query, chosen), all.topics, nil
}

func (k *Knowledge) published(ctx context.Context) (faq, error) {
	now := k.now()
	k.mu.Lock()
	defer k.mu.Unlock()
	if age := now.Sub(k.publicAt); k.publicAt.IsZero() || age < 0 || age >= publicFor {
		all, err := k.store.Articles(ctx, ArticleFilter{Kind: Question, Published: true})
		if err != nil {
			return faq{}, err
		}
		topics, err := k.store.Topics(ctx)
		if err != nil {
			return faq{}, err
		}
		k.public, k.publicAt = faq{wordsOf(all), topics}, now
	}
	return k.public, nil
}

// Articles are those that fit, in their order, or those that answer the query, best first.
func (k *Knowledge) Articles(ctx context.Context, f ArticleFilter, query string) ([]Article, error) {
	all, err := k.store.Articles(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	return MatchArticles(query, all), nil
}

// Topics are the business processes that an article can be about.
func (k *Knowledge) Topics(ctx context.Context) ([]Topic, error) {
	all, err := k.store.Topics(ctx)
	if err != nil {
		return nil, fmt.Errorf("topics of articles: %w", err)
	}
	return all, nil
}

// Put stores an article as it was edited at a.Version. Errors: Invalid names each field, *Stale, ErrNoRecord.
func (k *Knowledge) Put(ctx context.Context, a Article, by Author) (Article, error) {
	a, err := a.checked()
	if err != nil {
		return Article{}, err
	}
	if a, err = k.store.PutArticle(ctx, a, by, micro(k.now())); err != nil {
		return Article{}, fmt.Errorf("put article %d: %w", a.ID, err)
	}
	k.mu.Lock()
	k.publicAt = time.Time{}
	k.mu.Unlock()
	return a, nil
}

// Use fills an article in for a ticket and counts the use, once a ticket (Regulation 4.13). missing are the variables that
// the ticket has no value for; they stay in the text as they are written. ErrNoRecord, also of a draft.
func (k *Knowledge) Use(ctx context.Context, id ArticleID, t Ticket, by Author) (text string, missing []string, err error) {
	a, err := k.store.Article(ctx, id)
	if err == nil && !a.Published {
		err = ErrNoRecord
	}
	if err != nil {
		return "", nil, fmt.Errorf("use article %d: %w", id, err)
	}
	at := micro(k.now())
	if err := k.store.CountUse(ctx, id, t.ID, by, at); err != nil {
		return "", nil, fmt.Errorf("use article %d in ticket %d: %w", id, t.ID, err)
	}
	text, missing = a.Fill(t, at)
	return text, missing, nil
}

// Changes are who changed an article, newest first.
func (k *Knowledge) Changes(ctx context.Context, id ArticleID) ([]SubjectChange, error) {
	all, err := k.store.Changes(ctx, fmt.Sprintf("article:%d", id))
	if err != nil {
		return nil, fmt.Errorf("changes of article %d: %w", id, err)
	}
	return all, nil
}

const (
	maxTitle = 300
	maxLinks = 10
	maxURL   = 500
)

// checked is the article in its form. Invalid names each field that is wrong.
func (a Article) checked() (Article, error) {
	var faults Invalid
	if a.Kind != Question && a.Kind != Answer {
		faults = append(faults, Fault{"kind", "invalid"})
	}
	if a.Title = oneLine(a.Title); a.Title == "" {
		faults = append(faults, Fault{"title", "required"})
	} else if utf8.RuneCountInString(a.Title) > maxTitle {
		faults = append(faults, Fault{"title", "too_long"})
	}
	a.Text = strings.TrimSpace(clean(a.Text))
	if err := checkText("text", a.Text, true); err != nil {
		faults = append(faults, err.(Invalid)...)
	}
	if unknown := unknownVariables(a.Text, a.Kind == Answer); len(unknown) > 0 {
		faults = append(faults, Fault{"text", "variable"})
	}
	if a.Position < 0 || a.Position > 9999 {
		faults = append(faults, Fault{"position", "invalid"})
	}
	a.Links = append([]Link{}, a.Links...)
	if len(a.Links) > maxLinks {
		faults = append(faults, Fault{"links", "too_long"})
	}
	for i, l := range a.Links {
		l = Link{oneLine(l.Title), strings.TrimSpace(l.URL)}
		if l.Title == "" {
			l.Title = l.URL
		}
		if !l.safe() {
			faults = append(faults, Fault{"links", "invalid"})
			break
		}
		a.Links[i] = l
	}
	return a, faults.orNil()
}

// safe: an address of the web that a browser may follow, and nothing that looks like another.
func (l Link) safe() bool {
	u, err := url.Parse(l.URL)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil &&
		len(l.URL) <= maxURL && utf8.RuneCountInString(l.Title) <= maxTitle && Printable(l.URL, maxURL) == l.URL && !strings.Contains(l.URL, " ")
}

// oneLine is a text of one line.
func oneLine(s string) string {
	return strings.Join(strings.Fields(Printable(spaced(s), MaxText)), " ")
}

func spaced(s string) string { return strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(s) }
