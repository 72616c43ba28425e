package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

// Destinations gives the outside numbers to which callers may be handed over, by name; all: those that are off as well.
func (s *Store) Destinations(ctx context.Context, all bool) ([]telephony.Destination, error) {
	rows, err := s.pool.Query(ctx, `SELECT number, name, note, active FROM destinations WHERE active OR $1 ORDER BY name, number`, all)
	if err != nil {
		return nil, fmt.Errorf("destinations: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[telephony.Destination])
}

// PutDestination puts a number on the list or changes what the list says of it; by is 0 on the command line. ErrNumberBarred.
func (s *Store) PutDestination(ctx context.Context, d telephony.Destination, by call.AgentID) error {
	may := s.Outward
	may.Trunk = true // the list may be made before there is a carrier
	if err := may.May(d.Number); d.Active && err != nil {
		return fmt.Errorf("destination %s: %w", d.Number, err)
	}
	err := s.tx(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO destinations (number, name, note, active, changed_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (number) DO UPDATE SET name = $2, note = $3, active = $4, changed_at = $5`, d.Number, d.Name, d.Note, d.Active, s.now())
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO destination_history (at, by, number, name, note, active) VALUES ($1, $2, $3, $4, $5, $6)`,
			s.now(), null(by), d.Number, d.Name, d.Note, d.Active)
		return err
	})
	if err != nil {
		return fmt.Errorf("put destination %s: %w", d.Number, err)
	}
	return nil
}

// listed is what the list says of a number that may be dialled now. ErrNoTrunk, ErrNotListed, ErrNumberBarred.
func (s *Store) listed(ctx context.Context, number string) (name string, err error) {
	err = s.pool.QueryRow(ctx, `SELECT name FROM destinations WHERE number = $1 AND active`, number).Scan(&name)
	switch may := s.Outward.May(number); {
	case errors.Is(may, telephony.ErrNoTrunk):
		return "", may
	case errors.Is(err, pgx.ErrNoRows):
		return "", telephony.ErrNotListed
	case err != nil:
		return "", fmt.Errorf("destination %s: %w", number, err)
	case may != nil:
		return "", may
	}
	return name, nil
}
