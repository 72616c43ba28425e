package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// Each way to look for an applicant gives the ids of cards with a rank; a merged card is found as the one that stands for it.
const (
	byPhone = `SELECT coalesce(a.merged_into, a.id) AS id, max(p.confidence)::real AS rank
		FROM applicant_phone p JOIN applicant a ON a.id = p.applicant_id WHERE p.e164 = $1 GROUP BY 1`
	byEmail = `SELECT coalesce(a.merged_into, a.id) AS id, max(e.confidence)::real AS rank
		FROM applicant_email e JOIN applicant a ON a.id = e.applicant_id WHERE e.email = $1 GROUP BY 1
		UNION ALL SELECT coalesce(merged_into, id), 0 FROM applicant WHERE lower(gb_login) = $1 AND gb_login <> ''`
	byNumber = `SELECT applicant_id AS id, 1::real AS rank FROM ticket WHERE number = $1 AND applicant_id IS NOT NULL AND ($2 OR restricted = '')`
	byLogin  = `SELECT coalesce(merged_into, id) AS id, 2::real AS rank FROM applicant WHERE lower(gb_login) = $1 AND gb_login <> ''`
)

// FindApplicants implements tickets.ApplicantStore.
func (s *Store) FindApplicants(ctx context.Context, q tickets.ApplicantQuery, limit int) (all []tickets.Applicant, err error) {
	switch {
	case q.Phone != "":
		return s.cardsFound(ctx, byPhone, limit, q.Phone)
	case q.Email != "":
		return s.cardsFound(ctx, byEmail, limit, q.Email)
	case q.Number != 0:
		return s.cardsFound(ctx, byNumber, limit, q.Number, q.All)
	}
	text := strings.ToLower(q.Text)
	if all, err = s.cardsFound(ctx, byLogin, limit, text); err != nil || len(all) > 0 {
		return all, err
	}
	return named(ctx, s.pool, text, q.All, limit)
}

// cardsFound are the cards that one way of looking finds, the best first.
func (s *Store) cardsFound(ctx context.Context, way string, limit int, args ...any) ([]tickets.Applicant, error) {
	args = append(args, limit)
	rows, err := s.pool.Query(ctx, fmt.Sprintf(`WITH found AS (SELECT id, max(rank) AS rank FROM (%s) ways GROUP BY id ORDER BY 2 DESC, 1 LIMIT $%d) %s
		JOIN found ON found.id = a.id ORDER BY found.rank DESC, a.full_name, a.id`, way, len(args), selectApplicant), args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanApplicant)
}

const cardContacts = `SELECT kind, value, sum(confidence), bool_or(shared), max(last_seen_at) FROM (
	SELECT 'phone' AS kind, p.e164 AS value, p.confidence, p.last_seen_at, p.shared OR (
	       SELECT count(*) >= 4 FROM (SELECT DISTINCT coalesce(o.merged_into, o.id) FROM applicant_phone q JOIN applicant o ON o.id = q.applicant_id
	        WHERE q.e164 = p.e164 LIMIT 4) of) AS shared
	  FROM applicant_phone p JOIN applicant a ON a.id = p.applicant_id WHERE a.id = $1 OR a.merged_into = $1
	UNION ALL
	SELECT 'email', e.email, e.confidence, e.last_seen_at, e.shared
	  FROM applicant_email e JOIN applicant a ON a.id = e.applicant_id WHERE a.id = $1 OR a.merged_into = $1) all_ways
	GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC, 5 DESC, 2`

// A ticket that was opened in the very moment of a merge stands at the merged card; it is shown all the same.
const hisTickets = `t.applicant_id IN (SELECT id FROM applicant WHERE id = $1 OR merged_into = $1)`

const cardMerges = `SELECT m.id, m.source_id, a.full_name, m.target_id, m.reason, m.by_id, m.by_name, m.at,
	(SELECT count(*) FROM applicant_moved v WHERE v.merge_id = m.id)
	FROM applicant_merge m JOIN applicant a ON a.id = m.source_id WHERE a.merged_into = $1 AND m.undone_at IS NULL ORDER BY m.id DESC`

func scanMerge(row pgx.CollectableRow) (m tickets.Merge, err error) {
	err = row.Scan(&m.ID, &m.Source, &m.SourceName, &m.Target, &m.Reason, &m.By.ID, &m.By.Name, &m.At, &m.Tickets)
	m.At = m.At.UTC()
	return m, err
}

// likely are cards with the same number or address, with a login that is the other's address, or with a name that is nearly the
// same: some of those that have two of its words, or one when there are but two, are compared.
const likely = `
WITH his AS (SELECT id, lower(full_name) AS name, lower(gb_login) AS login, ARRAY(
	SELECT k FROM unnest(name_keys(full_name)) k WHERE k LIKE '% %' OR cardinality(name_words(full_name)) <= 2) AS keys FROM applicant WHERE id = $1 OR merged_into = $1),
ways AS (
	SELECT p.applicant_id AS id, 'phone' AS why, 2 AS weight FROM applicant_phone p
	 WHERE p.e164 IN (SELECT e164 FROM applicant_phone JOIN his ON his.id = applicant_id WHERE NOT shared) AND NOT p.shared
	UNION SELECT e.applicant_id, 'email', 3 FROM applicant_email e
	 WHERE e.email IN (SELECT email FROM applicant_email JOIN his ON his.id = applicant_id WHERE NOT shared) AND NOT e.shared
	UNION SELECT a.id, 'login', 3 FROM applicant a
	 WHERE a.gb_login <> '' AND lower(a.gb_login) IN (SELECT email FROM applicant_email JOIN his ON his.id = applicant_id)
	UNION SELECT e.applicant_id, 'login', 3 FROM applicant_email e WHERE e.email IN (SELECT login FROM his WHERE login <> '')
	UNION SELECT near.id, 'name', 2 FROM his CROSS JOIN LATERAL (
		SELECT id FROM (
			(SELECT a.id, a.full_name FROM applicant a WHERE name_keys(a.full_name) @> his.keys AND his.keys <> '{}' LIMIT 100)
			UNION ALL (SELECT a.id, a.full_name FROM applicant a WHERE name_keys(a.full_name) && his.keys LIMIT 200)) several
		 WHERE similarity(lower(full_name), his.name) >= 0.75 ORDER BY similarity(lower(full_name), his.name) DESC LIMIT 50) near),
best AS (
	SELECT coalesce(a.merged_into, a.id) AS id, array_agg(DISTINCT why ORDER BY why) AS why, sum(weight) AS weight
	  FROM (SELECT DISTINCT id, why, weight FROM ways) w JOIN applicant a USING (id)
	 WHERE coalesce(a.merged_into, a.id) <> $1 GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 10)
SELECT id, why FROM best ORDER BY weight DESC, id`

// ApplicantCard implements tickets.ApplicantStore.
func (s *Store) ApplicantCard(ctx context.Context, id tickets.ApplicantID, at time.Time) (c tickets.ApplicantCard, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if id, err = root(ctx, tx, id); err != nil {
			return err
		}
		if c.Applicant, err = applicant(ctx, tx, id); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		into(batch.Queue(cardContacts, id), func(row pgx.CollectableRow) (c tickets.Contact, err error) {
			err = row.Scan(&c.Kind, &c.Value, &c.Confidence, &c.Shared, &c.LastSeenAt)
			c.LastSeenAt = c.LastSeenAt.UTC()
			return c, err
		}, &c.Contacts)
		into(batch.Queue(selectTicket+`WHERE `+hisTickets+` ORDER BY t.registered_at DESC, t.id DESC LIMIT 200`, id), scanTicket, &c.Tickets)
		into(batch.Queue(selectEntry+`JOIN (SELECT t.id FROM ticket t WHERE `+hisTickets+` ORDER BY t.registered_at DESC, t.id DESC LIMIT 200) t ON t.id = h.ticket_id
			WHERE h.kind = 'call' ORDER BY h.at DESC, h.id DESC LIMIT 50`, id),
			scanEntry, &c.Calls)
		into(batch.Queue(selectApplicant+`WHERE o.id IN (SELECT id FROM applicant WHERE id = $1 OR merged_into = $1) AND a.merged_into IS NULL
			ORDER BY a.full_name, a.id LIMIT 100`, id), scanApplicant, &c.Members)
		into(batch.Queue(cardMerges, id), scanMerge, &c.Merges)
		into(batch.Queue(selectCardEntry+`WHERE h.applicant_id = $1 ORDER BY h.id DESC LIMIT 200`, id), scanCardEntry, &c.History)
		batch.Queue(`SELECT count(*), count(*) FILTER (WHERE status NOT IN ('resolved', 'closed')) FROM (
			SELECT t.status FROM ticket t WHERE `+hisTickets+` LIMIT 1000) his`, id).QueryRow(func(row pgx.Row) error { return row.Scan(&c.TotalCount, &c.OpenCount) })
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return fmt.Errorf("read card: %w", err)
		}
		c.Likely, err = likelySame(ctx, tx, id)
		return err
	})
	c.Numbers = map[tickets.TicketID]tickets.Number{}
	for _, t := range c.Tickets {
		c.Numbers[t.ID] = t.Number
	}
	return c, err
}

func likelySame(ctx context.Context, tx pgx.Tx, id tickets.ApplicantID) ([]tickets.Likely, error) {
	rows, err := tx.Query(ctx, likely, id)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l tickets.Likely, err error) {
		err = row.Scan(&l.Applicant.ID, &l.Reasons)
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("likely the same: %w", err)
	}
	out := all[:0]
	for _, l := range all {
		if l.Applicant, err = applicant(ctx, tx, l.Applicant.ID); err != nil {
			return nil, err
		}
		if l.Applicant.Restricted == "" {
			out = append(out, l)
		}
	}
	return out, nil
}
