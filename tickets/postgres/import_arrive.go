package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// guest is a row that is registered; ticket is zero in a file of applicants alone, and who until the applicant is known.
type guest struct {
	tickets.Arrival
	ticket tickets.Ticket
	who    tickets.ApplicantID
}

// arrive registers the rows that the register does not have: the appeals first, and then whose they are.
func arrive(ctx context.Context, tx pgx.Tx, m *tickets.Import, all []tickets.Arrival) error {
	guests := make([]guest, len(all))
	for i, a := range all {
		guests[i].Arrival = a
	}
	if !m.Applicants {
		if err := enter(ctx, tx, guests); err != nil {
			return err
		}
		m.Registered = len(all)
	}
	rounds, err := roundsOf(ctx, tx, guests)
	if err != nil {
		return err
	}
	for _, round := range rounds {
		fresh, err := introduce(ctx, tx, *m, round)
		if err != nil {
			return err
		}
		if m.Applicants {
			m.Registered += fresh
		}
	}
	return linkAll(ctx, tx, rounds)
}

// enter writes the tickets with COPY, each as one that is registered by hand. One that an older system has closed owes nothing, waits
// for nothing and is no news.
func enter(ctx context.Context, tx pgx.Tx, guests []guest) error {
	rows, err := tx.Query(ctx, `SELECT nextval(pg_get_serial_sequence('ticket', 'id')), nextval('ticket_number') FROM generate_series(1, $1)`, len(guests))
	if err != nil {
		return err
	}
	var lives []tickets.Life
	var open []tickets.TicketID
	var id tickets.TicketID
	var number tickets.Number
	_, err = pgx.ForEachRow(rows, []any{&id, &number}, func() error {
		g := &guests[len(lives)]
		t, e := g.New.Ticket, g.Entry
		t.ID, t.Number, e.Ticket = id, number, id
		life := tickets.Life{Ticket: t, RequestKey: g.New.RequestKey, History: []tickets.Entry{e}}
		if t.Status != tickets.Closed {
			life.Notices, life.Timers = []tickets.Notice{numberAndTerm(t)}, g.New.Timers
			open = append(open, id)
		}
		g.ticket, lives = t, append(lives, life)
		return nil
	})
	if err != nil || len(lives) == 0 {
		return err
	}
	if err := Load(ctx, tx, lives); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `WITH notice AS (SELECT * FROM ticket_notice WHERE ticket_id = ANY ($1))`+letterOf+` ORDER BY id`, open); err != nil {
		return fmt.Errorf("letters of new tickets: %w", err)
	}
	if _, err := tx.Exec(ctx, newsOf("(SELECT * FROM ticket WHERE id = ANY ($1) ORDER BY id)", "'ticket.registered'", "t.registered_at", "'{}'::jsonb", "'registered'"), open); err != nil {
		return fmt.Errorf("news of new tickets: %w", err)
	}
	return nil
}

// numberAndTerm is the first debt of an appeal (Regulation 4.9.5).
func numberAndTerm(t tickets.Ticket) tickets.Notice {
	ways := tickets.Ways(t.Channel, tickets.StageRegistration)
	return tickets.Notice{Stage: tickets.StageRegistration, About: tickets.AboutRegistration, Ways: ways, OwedAt: t.RegisteredAt, DueAt: t.ReactionDueAt,
		Queued: !slices.Contains(ways, tickets.Oral), Key: "registration"}
}

// roundsOf parts those who name an applicant so that no round has a name twice: only of the same name can a row be the applicant that
// a row before it has brought.
func roundsOf(ctx context.Context, tx pgx.Tx, all []guest) (rounds [][]*guest, err error) {
	var named []*guest
	var names []string
	for i := range all {
		if all[i].Applicant != (tickets.ApplicantChoice{}) {
			named, names = append(named, &all[i]), append(names, all[i].Applicant.Name)
		}
	}
	rows, err := tx.Query(ctx, `SELECT lower(name) FROM unnest($1::text[]) WITH ORDINALITY AS w (name, n) ORDER BY n`, names)
	if err != nil {
		return nil, err
	}
	if names, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		return nil, fmt.Errorf("names of a file: %w", err)
	}
	before := map[string]int{}
	for i, g := range named {
		round := before[names[i]]
		if before[names[i]]++; round == len(rounds) {
			rounds = append(rounds, nil)
		}
		rounds[round] = append(rounds[round], g)
	}
	return rounds, nil
}

// introduce finds the applicants of a round or makes their cards, and gives them their tickets. Who is known stays as the card has
// him; the appeal of one to whom access is narrowed comes, and is narrowed with him. fresh is how many cards were made.
func introduce(ctx context.Context, tx pgx.Tx, m tickets.Import, round []*guest) (fresh int, err error) {
	choices := make([]tickets.Arrival, len(round))
	for i, g := range round {
		choices[i] = g.Arrival
	}
	found, err := alike(ctx, tx, choices...)
	if err != nil {
		return 0, fmt.Errorf("applicants of a file: %w", err)
	}
	var unknown []*guest
	for i, g := range round {
		if g.who = found[i]; g.who == 0 {
			unknown = append(unknown, g)
		}
	}
	if err := makeCards(ctx, tx, m, unknown); err != nil {
		return 0, err
	}
	if m.Applicants {
		return len(unknown), rememberAll(ctx, tx, m, unknown)
	}
	cards, err := lockCards(ctx, tx, round) // before their numbers, as whoever names an applicant does
	if err != nil {
		return 0, err
	}
	if err := rememberAll(ctx, tx, m, round); err != nil {
		return 0, err
	}
	return len(unknown), giveAll(ctx, tx, m, round, cards)
}

func lockCards(ctx context.Context, tx pgx.Tx, all []*guest) (map[tickets.ApplicantID]tickets.Applicant, error) {
	var who []tickets.ApplicantID
	for _, g := range all {
		who = append(who, g.who)
	}
	rows, err := tx.Query(ctx, `SELECT id, full_name, restricted FROM applicant WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`, who)
	if err != nil {
		return nil, err
	}
	cards, a := map[tickets.ApplicantID]tickets.Applicant{}, tickets.Applicant{}
	_, err = pgx.ForEachRow(rows, []any{&a.ID, &a.Name, &a.Restricted}, func() error {
		cards[a.ID] = a
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("lock cards: %w", err)
	}
	return cards, nil
}

// insertCards leaves out a card whose login somebody has taken since the file was looked at.
const insertCards = `
WITH row AS (
    SELECT w.*, nextval(pg_get_serial_sequence('applicant', 'id')) AS id
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS w (kind, grp, subgroup, name, email, login, n)),
added AS (
    INSERT INTO applicant (id, kind, grp, subgroup, full_name, email, gb_login, created_at, updated_at) OVERRIDING SYSTEM VALUE
    SELECT id, kind, grp, subgroup, name, email, login, $7, $7 FROM row ORDER BY n
    ON CONFLICT DO NOTHING RETURNING id)
SELECT coalesce(added.id, 0) FROM row LEFT JOIN added USING (id) ORDER BY row.n`

func makeCards(ctx context.Context, tx pgx.Tx, m tickets.Import, all []*guest) error {
	if len(all) == 0 {
		return nil
	}
	columns := make([][]string, 6)
	for _, g := range all {
		c := g.Applicant
		for i, v := range []string{string(c.Kind), string(c.Group), string(c.Subgroup), c.Name, c.Email, c.Login} {
			columns[i] = append(columns[i], v)
		}
	}
	rows, err := tx.Query(ctx, insertCards, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], m.At)
	if err != nil {
		return fmt.Errorf("make cards: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[tickets.ApplicantID])
	if err != nil {
		return fmt.Errorf("make cards: %w", err)
	}
	doc, err := json.Marshal(details{})
	if err != nil {
		return fmt.Errorf("lines of cards: %w", err)
	}
	var lines [][]any
	for i, g := range all {
		if g.who = ids[i]; g.who == 0 {
			return tickets.RowFaults{{Row: g.Row, Field: "login", Code: "taken"}}
		}
		lines = append(lines, []any{g.who, m.At, tickets.CardCreated, null(m.By.ID), m.By.Name, "", doc})
	}
	return copyRows(ctx, tx, "applicant_history", []string{"applicant_id", "at", "kind", "author_id", "author", "body", "details"}, lines)
}

// rememberAll is remember for rows, which have no caller. Two of a round may be one applicant, whose cards were merged.
func rememberAll(ctx context.Context, tx pgx.Tx, m tickets.Import, all []*guest) error {
	var who []tickets.ApplicantID
	var numbers []string
	for _, g := range all {
		if g.Applicant.Phone != "" {
			who, numbers = append(who, g.who), append(numbers, g.Applicant.Phone)
		}
	}
	_, err := tx.Exec(ctx, `
INSERT INTO applicant_phone (applicant_id, e164, confidence, last_seen_at)
SELECT who, number, count(*), $3 FROM unnest($1::bigint[], $2::text[]) AS w (who, number) GROUP BY who, number ORDER BY who, number
ON CONFLICT (applicant_id, e164) DO UPDATE SET
       confidence = applicant_phone.confidence + excluded.confidence, last_seen_at = greatest(applicant_phone.last_seen_at, excluded.last_seen_at)`,
		who, numbers, m.At)
	if err != nil {
		return fmt.Errorf("remember numbers: %w", err)
	}
	return nil
}

const giveTickets = `
UPDATE ticket t SET applicant_id = a.id, applicant_group = a.grp, applicant_subgroup = nullif(a.subgroup, ''), version = t.version + 1
  FROM unnest($1::bigint[], $2::bigint[]) AS w (ticket, who) JOIN applicant a ON a.id = w.who WHERE t.id = w.ticket`

// giveAll is give for tickets that are new; they are linked when all have their applicants.
func giveAll(ctx context.Context, tx pgx.Tx, m tickets.Import, all []*guest, cards map[tickets.ApplicantID]tickets.Applicant) error {
	var ids []tickets.TicketID
	var who []tickets.ApplicantID
	for _, g := range all {
		ids, who = append(ids, g.ticket.ID), append(who, g.who)
	}
	if _, err := tx.Exec(ctx, giveTickets, ids, who); err != nil {
		return fmt.Errorf("give tickets to applicants: %w", err)
	}
	var l loads
	b := &pgx.Batch{}
	for _, g := range all {
		a, t := cards[g.who], g.ticket
		if a.Restricted != "" {
			rewrite(b, t.ID, m.At)
		}
		doc, err := document(tickets.Entry{Applicant: a.ID})
		if err != nil {
			return err
		}
		l.entries = append(l.entries, []any{t.ID, m.At, tickets.EntryApplicant, null(m.By.ID), m.By.Name, nil, nameOf(a), doc, fmt.Sprintf("applicant:%d:%d", a.ID, t.Version+1)})
	}
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("letters of tickets: %w", err)
	}
	return l.copy(ctx, tx)
}

// atOnce is how many statements go to the database without waiting for the answer of each.
const atOnce = 250

// linkAll marks repeated appeals, each of which now has its applicant.
func linkAll(ctx context.Context, tx pgx.Tx, rounds [][]*guest) error {
	var ids []tickets.TicketID
	for _, round := range rounds {
		for _, g := range round {
			if g.ticket.ID != 0 {
				ids = append(ids, g.ticket.ID)
			}
		}
	}
	for some := range slices.Chunk(ids, atOnce) {
		b := &pgx.Batch{}
		for _, id := range some {
			b.Queue(linkTicket, id)
		}
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return fmt.Errorf("link repeated appeals: %w", err)
		}
	}
	return nil
}
