package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// who are the applicants to show for number $1 and call $2: the one whom the call's ticket has, or all of the number.
const who = `
WITH named AS (SELECT applicant_id FROM ticket WHERE call_id = $2 AND applicant_id IS NOT NULL),
who AS (
    SELECT applicant_id, 0 AS confidence, NULL::timestamptz AS last_seen_at FROM named
    UNION ALL
    (SELECT coalesce(a.merged_into, a.id), max(p.confidence), max(p.last_seen_at)
       FROM (SELECT * FROM applicant_phone WHERE e164 = $1 AND NOT EXISTS (SELECT FROM named)
              ORDER BY confidence DESC, last_seen_at DESC LIMIT 50) p JOIN applicant a ON a.id = p.applicant_id
      GROUP BY 1 ORDER BY 2 DESC, 3 DESC LIMIT 10)) `

// theirs are the newest $3 tickets of the number or of those applicants, without the call's own, that meet a condition.
// Each branch reads at most $3 rows of an index, however many tickets a number has.
func theirs(condition string) string {
	const newest = ` ORDER BY t.registered_at DESC, t.id DESC LIMIT $3`
	return who + `, picked AS (
    (SELECT t.id FROM ticket t WHERE t.caller_e164 = $1 AND t.call_id IS DISTINCT FROM $2 AND ` + condition + newest + `)
    UNION
    (SELECT t.id FROM who CROSS JOIN LATERAL (
        SELECT t.id, t.registered_at FROM ticket t
         WHERE t.applicant_id = who.applicant_id AND t.call_id IS DISTINCT FROM $2 AND ` + condition + newest + `) t)) `
}

var (
	cardApplicants = who + selectApplicant + `JOIN who ON who.applicant_id = a.id ORDER BY who.confidence DESC, who.last_seen_at DESC, a.id`
	cardOpen       = cardTickets(open)
	cardRecent     = cardTickets(`true`)
	cardCalls      = cardTickets(`t.call_id IS NOT NULL`)
	cardEntries    = theirs(`t.call_id IS NOT NULL`) + `, last AS (SELECT t.id FROM ticket t JOIN picked USING (id) ORDER BY t.registered_at DESC, t.id DESC LIMIT $3)` +
		selectEntry + `JOIN last ON last.id = h.ticket_id WHERE h.kind IN ('call', 'wrap_up') ORDER BY h.id LIMIT 200`
)

// cardCount looks at no more than 1000 rows: a number that calls without end must not slow the pop.
const cardCount = `SELECT count(*) FROM (SELECT FROM ticket t WHERE t.caller_e164 = $1 AND t.call_id IS NOT NULL AND t.call_id <> $2
   AND t.received_at > $3 LIMIT 1000) calls`

// cardShared: a number that is known as an office's or a family's, as long as nobody is named for the call.
const cardShared = `SELECT EXISTS (SELECT FROM applicant_phone WHERE e164 = $1 AND shared)
   AND NOT EXISTS (SELECT FROM ticket WHERE call_id = $2 AND applicant_id IS NOT NULL)`

func cardTickets(condition string) string {
	return theirs(condition) + selectTicket + `JOIN picked ON picked.id = t.id ORDER BY t.registered_at DESC, t.id DESC LIMIT $3`
}

// Card implements tickets.Store: seven statements in one round trip.
func (s *Store) Card(ctx context.Context, number string, call tickets.CallID, at time.Time) (tickets.Card, error) {
	var card tickets.Card
	var calls []tickets.Ticket
	var entries []tickets.Entry
	batch := &pgx.Batch{}
	into(batch.Queue(cardApplicants, null(number), null(call)), scanApplicant, &card.Applicants)
	into(batch.Queue(cardOpen, null(number), null(call), 20), scanTicket, &card.OpenTickets)
	into(batch.Queue(cardRecent, null(number), null(call), 5), scanTicket, &card.RecentTickets)
	into(batch.Queue(cardCalls, null(number), null(call), 5), scanTicket, &calls)
	into(batch.Queue(cardEntries, null(number), null(call), 5), scanEntry, &entries)
	batch.Queue(cardCount, null(number), call, at.AddDate(0, 0, -7)).QueryRow(func(row pgx.Row) error {
		return row.Scan(&card.CallsLast7Days)
	})
	batch.Queue(cardShared, null(number), null(call)).QueryRow(func(row pgx.Row) error { return row.Scan(&card.SharedNumber) })
	if err := s.pool.SendBatch(ctx, batch).Close(); err != nil {
		return tickets.Card{}, fmt.Errorf("read card: %w", err)
	}
	card.Match = match(number, len(card.Applicants), card.SharedNumber)
	for _, t := range calls {
		past := tickets.PastCall{Ticket: t}
		for _, e := range entries {
			if e.Ticket == t.ID {
				past.Entries = append(past.Entries, e)
			}
		}
		card.RecentCalls = append(card.RecentCalls, past)
	}
	return card, nil
}

// match: an applicant who is named for a call without a number is known all the same.
func match(number string, applicants int, shared bool) tickets.Match {
	switch {
	case applicants == 1 && !shared:
		return tickets.Exact
	case applicants >= 1:
		return tickets.Several
	case number == "":
		return tickets.Withheld
	}
	return tickets.None
}

func into[T any](q *pgx.QueuedQuery, scan pgx.RowToFunc[T], to *[]T) {
	q.Query(func(rows pgx.Rows) (err error) {
		*to, err = pgx.CollectRows(rows, scan)
		return err
	})
}
