package tickets

import (
	"context"
	"fmt"
	"time"
)

// Export is one file of tickets that left the register (R-X.4).
type Export struct {
	ID         int64
	At         time.Time
	By         Author
	Address    string // of whoever asked; may be empty
	Format     string // "csv", "xlsx"
	Filter     string // what was asked for, as the address of the list has it
	Tickets    int64
	FinishedAt time.Time // zero: it did not come to its end
}

// exportPage is how many tickets are read at once: no transaction stands open while somebody's line is slow.
const exportPage = 500

// Export writes an export into the audit and then gives each of its tickets to take, page by page, in the filter's order.
// A ticket that changes its place meanwhile may be given twice or not. What is not finished is in the audit as such.
func (r *Register) Export(ctx context.Context, e Export, f Filter, take func([]Ticket) error) error {
	f.Limit = exportPage
	f, err := f.checked()
	if err != nil {
		return err
	}
	e.At = micro(r.now())
	if e.ID, err = r.store.AddExport(ctx, e); err != nil {
		return fmt.Errorf("audit of an export: %w", err)
	}
	for {
		page, err := r.store.List(ctx, f)
		if err != nil {
			return fmt.Errorf("export %d: %w", e.ID, err)
		}
		if err := take(page); err != nil {
			return fmt.Errorf("export %d: %w", e.ID, err)
		}
		e.Tickets += int64(len(page))
		if len(page) < f.Limit {
			break
		}
		f.After = f.Order.Cursor(page[len(page)-1])
	}
	e.FinishedAt = micro(r.now())
	if err := r.store.FinishExport(ctx, e); err != nil {
		return fmt.Errorf("audit of export %d: %w", e.ID, err)
	}
	r.log.InfoContext(ctx, "tickets exported", "agent", int64(e.By.ID), "tickets", e.Tickets, "format", e.Format)
	return nil
}

// Exports are the last hundred, the newest first.
func (r *Register) Exports(ctx context.Context) ([]Export, error) {
	all, err := r.store.Exports(ctx)
	if err != nil {
		return nil, fmt.Errorf("exports: %w", err)
	}
	return all, nil
}
