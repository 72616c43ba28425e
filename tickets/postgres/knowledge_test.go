package postgres_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/tickets"
	"hotline/tickets/postgres"
)

func newKnowledge(t *testing.T) (*tickets.Knowledge, *register) {
	t.Helper()
	r := newRegister(t)
	return tickets.NewKnowledge(postgres.New(r.pool), r.now), r
}

func count(t *testing.T, pool *pgxpool.Pool, of string) (n int64) {
	t.Helper()
	must(t, pool.QueryRow(t.Context(), `SELECT count(*) FROM `+of).Scan(&n))
	return n
}

func TestFAQ_OnlyWhatIsPublishedIsPublic_R_1_8(t *testing.T) {
	k, r := newKnowledge(t)
	put := func(a tickets.Article) tickets.Article {
		t.Helper()
		a, err := k.Put(t.Context(), a, agent)
		must(t, err)
		return a
	}
	second := put(tickets.Article{Kind: tickets.Question, Title: "Як увійти?", Text: "Через BankID.", Position: 2, Published: true, Process: "bankid_nbu",
		Links: []tickets.Link{{Title: "Довідка", URL: "https://gb.kyivcity.gov.ua"}}})
	first := put(tickets.Article{Kind: tickets.Question, Title: "Що це?", Text: "Громадський бюджет.", Position: 1, Published: true})
	draft := put(tickets.Article{Kind: tickets.Question, Title: "Чернетка", Text: "Текст"})
	put(tickets.Article{Kind: tickets.Answer, Title: "Готова", Text: "{{номер}}", Published: true})
	public := func(query, process string) (ids []tickets.ArticleID) {
		t.Helper()
		all, topics, err := k.Public(t.Context(), query, process)
		must(t, err)
		if len(topics) != 7 {
			t.Errorf("%d topics", len(topics))
		}
		for _, a := range all {
			ids = append(ids, a.ID)
		}
		return ids
	}
	if got := public("", ""); !slices.Equal(got, []tickets.ArticleID{first.ID, second.ID}) {
		t.Errorf("public: %v", got)
	}
	if got := public("входу bankid", ""); !slices.Equal(got, []tickets.ArticleID{second.ID}) {
		t.Errorf("found: %v", got)
	}
	if got := public("", "rework"); !slices.Equal(got, []tickets.ArticleID{first.ID}) {
		t.Errorf("of another process: %v", got)
	}
	draft.Published = true
	put(draft)
	if got := public("чернетка", ""); !slices.Equal(got, []tickets.ArticleID{draft.ID}) {
		t.Errorf("published by this copy: %v", got)
	}
	// What another copy publishes is seen within seconds.
	other := tickets.NewKnowledge(postgres.New(r.pool), r.now)
	third, err := other.Put(t.Context(), tickets.Article{Kind: tickets.Question, Title: "Інша копія", Text: "Т", Published: true}, agent)
	must(t, err)
	if got := public("інша копія", ""); len(got) != 0 {
		t.Errorf("the FAQ is read each time: %v", got)
	}
	r.pass(5 * time.Second)
	if got := public("інша копія", ""); !slices.Equal(got, []tickets.ArticleID{third.ID}) {
		t.Errorf("after five seconds: %v", got)
	}
}

// Inserted ten times into one ticket, by two people at once, it was used once.
func TestArticle_UseCountsOnceATicket_R_4_13(t *testing.T) {
	k, r := newKnowledge(t)
	a, err := k.Put(t.Context(), tickets.Article{Kind: tickets.Answer, Title: "Вхід", Text: "Звернення {{номер}}", Published: true}, agent)
	must(t, err)
	one, two := r.call(t, olenaPhone), r.call(t, secondPhone)
	var people sync.WaitGroup
	for _, who := range []tickets.Author{agent, colleague} {
		people.Go(func() {
			for range 5 {
				text, missing, err := k.Use(context.Background(), a.ID, one, who)
				if err != nil || text != "Звернення "+one.Number.String() || len(missing) != 0 {
					t.Errorf("%q, %v, %v", text, missing, err)
				}
			}
		})
	}
	people.Wait()
	_, _, err = k.Use(t.Context(), a.ID, two, agent)
	must(t, err)
	all, err := k.Articles(t.Context(), tickets.ArticleFilter{Kind: tickets.Answer}, "")
	must(t, err)
	if len(all) != 1 || all[0].Uses != 2 || all[0].Version != 1 {
		t.Errorf("%+v", all)
	}
	a.Published = false
	a, err = k.Put(t.Context(), a, agent)
	must(t, err)
	if _, _, err := k.Use(t.Context(), a.ID, two, agent); !errors.Is(err, tickets.ErrNoRecord) {
		t.Errorf("a draft was used: %v", err)
	}
}

func TestArticle_TwoEditAtOnce_TheSecondIsToldWho(t *testing.T) {
	k, r := newKnowledge(t)
	a, err := k.Put(t.Context(), tickets.Article{Kind: tickets.Question, Title: "Як?", Text: "Так."}, agent)
	must(t, err)
	r.pass(time.Minute)
	mine, theirs := a, a
	theirs.Text = "Інакше."
	_, err = k.Put(t.Context(), theirs, colleague)
	must(t, err)
	_, err = k.Put(t.Context(), mine, agent)
	var stale *tickets.Stale
	if !errors.As(err, &stale) || stale.By != colleague.Name || !stale.At.Equal(r.now()) {
		t.Errorf("%v", err)
	}
	changes, err := k.Changes(t.Context(), a.ID)
	must(t, err)
	if len(changes) != 2 || changes[0].By != colleague.Name || changes[0].What != "changed" || changes[1].What != "created" {
		t.Errorf("%+v", changes)
	}
	if _, err := k.Put(t.Context(), tickets.Article{ID: 999, Kind: tickets.Question, Title: "Як?", Text: "Так."}, agent); !errors.Is(err, tickets.ErrNoRecord) {
		t.Errorf("%v", err)
	}
	mine.Version, mine.Process = 2, "nothing"
	if _, err := k.Put(t.Context(), mine, agent); err == nil || err.Error() != "put article "+"1: invalid request: process unknown" {
		t.Errorf("%v", err)
	}
	if _, err := r.pool.Exec(t.Context(), `UPDATE subject_change SET by_name = 'x'`); err == nil {
		t.Error("the history was changed")
	}
}
