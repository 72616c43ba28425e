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

// Exported is a ticket of an export, with what an import of it would need to know of the applicant.
type Exported struct {
	Ticket
	Process   string          // the business process's name
	Applicant ApplicantChoice // zero: unidentified, or access is narrowed
}

// exportPage is how many tickets are read at once: no transaction stands open while somebody's line is slow.
const exportPage = 500

// Export writes an export into the audit and then gives each of its tickets to take, page by page, in the filter's order.
// A ticket that changes its place meanwhile may be given twice or not. What is not finished is in the audit as such.
func (r *Register) Export(ctx context.Context, e Export, f Filter, take func([]Exported) error) error {
	f.Limit = exportPage
	f, err := f.checked()
	if err != nil {
		return err
	}
	processes := map[string]string{"": ""}
	all, err := r.Processes(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		processes[p.Code] = p.Name
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
		rows, err := r.exported(ctx, page, processes)
		if err != nil {
			return fmt.Errorf("export %d: %w", e.ID, err)
		}
		if err := take(rows); err != nil {
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

// exported adds to a page what stands on the applicants' cards.
func (r *Register) exported(ctx context.Context, page []Ticket, processes map[string]string) ([]Exported, error) {
	var ids []ApplicantID
	rows := make([]Exported, len(page))
	for i, t := range page {
		if rows[i] = (Exported{Ticket: t.Listed(), Process: processes[t.Process]}); t.Applicant != 0 && rows[i].ApplicantName != Narrowed {
			ids = append(ids, t.Applicant)
		}
	}
	cards, err := r.store.ApplicantsByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("applicants: %w", err)
	}
	for i, row := range rows {
		a, known := cards[row.Ticket.Applicant]
		if !known || row.ApplicantName == Narrowed || a.Restricted != "" {
			continue
		}
		rows[i].Applicant = ApplicantChoice{ID: a.ID, Name: row.ApplicantName, Kind: a.Kind, Group: row.ApplicantGroup, Subgroup: row.ApplicantSub,
			Phone: row.Caller, Email: a.Email, Login: a.Login}
		if row.Caller == "" && len(a.Phones) > 0 {
			rows[i].Applicant.Phone = a.Phones[0]
		}
	}
	return rows, nil
}

// Exports are the last hundred, the newest first.
func (r *Register) Exports(ctx context.Context) ([]Export, error) {
	all, err := r.store.Exports(ctx)
	if err != nil {
		return nil, fmt.Errorf("exports: %w", err)
	}
	return all, nil
}
