package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

var (
	_ tickets.KnowledgeStore = (*Store)(nil)
	_ tickets.DowntimeStore  = (*Store)(nil)
)

const selectArticle = `
SELECT id, kind, coalesce(process, ''), title, body, links, position, published, uses, version, changed_at, changed_by
  FROM article `

func scanArticle(row pgx.CollectableRow) (tickets.Article, error) {
	var a tickets.Article
	var links []byte
	err := row.Scan(&a.ID, &a.Kind, &a.Process, &a.Title, &a.Text, &links, &a.Position, &a.Published, &a.Uses, &a.Version, &a.ChangedAt, &a.ChangedBy)
	if err != nil {
		return a, err
	}
	a.ChangedAt = a.ChangedAt.UTC()
	if err := json.Unmarshal(links, &a.Links); err != nil {
		return a, fmt.Errorf("links of article %d: %w", a.ID, err)
	}
	return a, nil
}

// Articles implements tickets.KnowledgeStore.
func (s *Store) Articles(ctx context.Context, f tickets.ArticleFilter) ([]tickets.Article, error) {
	rows, err := s.pool.Query(ctx, selectArticle+`
 WHERE ($1 = '' OR kind = $1) AND ($2 = '' OR process = $2 OR process IS NULL) AND (published OR NOT $3)
 ORDER BY kind DESC, position, id`, f.Kind, f.Process, f.Published)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanArticle)
}

// Article implements tickets.KnowledgeStore.
func (s *Store) Article(ctx context.Context, id tickets.ArticleID) (tickets.Article, error) {
	return articleOf(ctx, s.pool, id, "")
}

func articleOf(ctx context.Context, q querier, id tickets.ArticleID, lock string) (tickets.Article, error) {
	rows, err := q.Query(ctx, selectArticle+`WHERE id = $1 `+lock, id)
	if err != nil {
		return tickets.Article{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, scanArticle)
	return a, kept(err)
}

// kept translates "no row" into the word for what is kept beside tickets.
func kept(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return tickets.ErrNoRecord
	}
	return err
}

// Topics implements tickets.KnowledgeStore.
func (s *Store) Topics(ctx context.Context) ([]tickets.Topic, error) {
	rows, err := s.pool.Query(ctx, `SELECT code, name FROM business_process WHERE active ORDER BY report_order`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[tickets.Topic])
}

// PutArticle implements tickets.KnowledgeStore.
func (s *Store) PutArticle(ctx context.Context, a tickets.Article, by tickets.Author, at time.Time) (tickets.Article, error) {
	links, err := json.Marshal(a.Links)
	if err != nil {
		return a, err
	}
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		what := "changed"
		if a.ID == 0 {
			what = "created"
			err := tx.QueryRow(ctx, `
INSERT INTO article (kind, process, title, body, links, position, published, changed_at, changed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
				a.Kind, null(a.Process), a.Title, a.Text, links, a.Position, a.Published, at, by.Name).Scan(&a.ID)
			if err != nil {
				return err
			}
		} else {
			was, err := articleOf(ctx, tx, a.ID, "FOR UPDATE")
			if err != nil {
				return err
			}
			if was.Version != a.Version {
				return &tickets.Stale{By: was.ChangedBy, At: was.ChangedAt}
			}
			_, err = tx.Exec(ctx, `
UPDATE article SET kind = $2, process = $3, title = $4, body = $5, links = $6, position = $7, published = $8, changed_at = $9, changed_by = $10, version = version + 1
 WHERE id = $1`, a.ID, a.Kind, null(a.Process), a.Title, a.Text, links, a.Position, a.Published, at, by.Name)
			if err != nil {
				return err
			}
		}
		if a, err = articleOf(ctx, tx, a.ID, ""); err != nil {
			return err
		}
		return noteChange(ctx, tx, fmt.Sprintf("article:%d", a.ID), what, "", a, by, at)
	})
	if violates(err, foreignKeyViolation, "article_process") {
		err = tickets.Invalid{{Field: "process", Code: "unknown"}}
	}
	return a, err
}

// CountUse implements tickets.KnowledgeStore.
func (s *Store) CountUse(ctx context.Context, id tickets.ArticleID, ticket tickets.TicketID, by tickets.Author, at time.Time) error {
	_, err := s.pool.Exec(ctx, `
WITH used AS (INSERT INTO article_use (article_id, ticket_id, at, by_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING article_id)
UPDATE article SET uses = uses + 1 WHERE id IN (SELECT article_id FROM used)`, id, ticket, at, null(by.ID))
	return err
}

// noteChange writes who changed what; body is the subject as it is now.
func noteChange(ctx context.Context, tx pgx.Tx, subject, what, note string, body any, by tickets.Author, at time.Time) error {
	doc, err := json.Marshal(body)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO subject_change (at, by_id, by_name, subject, what, note, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		at, null(by.ID), by.Name, subject, what, note, doc)
	return err
}

// Changes implements tickets.KnowledgeStore and tickets.DowntimeStore.
func (s *Store) Changes(ctx context.Context, subject string) ([]tickets.SubjectChange, error) {
	rows, err := s.pool.Query(ctx, `SELECT at, by_name, what, note FROM subject_change WHERE subject = $1 ORDER BY id DESC LIMIT 100`, subject)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c tickets.SubjectChange, err error) {
		err = row.Scan(&c.At, &c.By, &c.What, &c.Note)
		c.At = c.At.UTC()
		return c, err
	})
}
