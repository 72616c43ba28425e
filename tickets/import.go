package tickets

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Import is one file of appeals, or of applicants alone, that came into the register (R-X.4).
type Import struct {
	ID         int64
	At         time.Time
	By         Author
	Address    string // of whoever sent it; may be empty
	File       string // its name
	SHA256     string // of its bytes, hexadecimal
	Applicants bool   // applicants alone
	Rows       int
	Registered int // the others were in the register already
}

// ImportRow is a row of the file as it is understood.
type ImportRow struct {
	Number  int    // in the file
	Ticket  Number // the row is this ticket of the register, as an export has it, and nothing else of it counts; 0: it is not
	Key     string // by which the file itself names the row; may be empty
	Intake  Intake // of applicants alone only Applicant counts
	Class   Class  // zero: nobody has classified it
	Process string // the business process, by its code or its name; may be empty
	Status  Status // empty or Registered: it is to be worked on; Closed: an older system has closed it
	Ended   Ended  // … and how
}

// Ended is how an appeal was closed in an older system. What is not told of the applicant was told at the closing.
type Ended struct {
	At          time.Time
	Reason      CloseReason // any but DuplicateOf: the other appeal is not known
	Responsible string      // RedirectedMRG: the representative (Regulation 4.11.2)
	ReactedAt   time.Time   // the reaction's promise was kept; zero: at At
	ToldAt      time.Time   // the resolution's; zero: at At
}

// RowFault is what is wrong with one field of a row. Codes are those of Fault, and "repeated": the row Of says the same, or has
// the same key; "contact": an applicant without a telephone, an address and a login could not be known again.
type RowFault struct {
	Row         int
	Field, Code string
	Of          int
}

// RowFaults is the error of an import of which a row is wrong. Nothing was registered.
type RowFaults []RowFault

func (e RowFaults) Error() string {
	return fmt.Sprintf("%d faults in the file, the first in row %d: %s %s", len(e), e[0].Row, e[0].Field, e[0].Code)
}

// Arrival is a checked row.
type Arrival struct {
	Row       int
	Ticket    Number    // the row is this ticket; New is zero
	New       NewTicket // zero when the applicant comes alone; a Closed one owes nothing and is nobody's work
	Process   string    // the business process's name
	Entry     Entry
	Applicant ApplicantChoice // zero: unidentified
}

// ImportCheck is what an import would do.
type ImportCheck struct {
	Arrivals []Arrival // of the rows without a fault
	Faults   RowFaults
	Known    int // rows that the register has already
}

// ImportFacts is what the register knows of a file's rows.
type ImportFacts struct {
	Tickets    map[string]bool   // request keys that have a ticket
	Numbers    map[Number]bool   // tickets that there are
	Applicants map[int]bool      // of applicants alone: rows whose applicant there is, by the place in the list
	Logins     map[string]string // whose a login is, by its lower case
}

// Importer is the part of Store that imports.
type Importer interface {
	// ImportFacts looks for the arrivals; applicants: they are applicants alone.
	ImportFacts(ctx context.Context, applicants bool, all []Arrival) (ImportFacts, error)
	// Import registers all or none and writes the audit, in one transaction; imports go one after another. What the register has
	// already is passed over. RowFaults when an applicant's login was taken meanwhile.
	Import(ctx context.Context, m Import, all []Arrival) (Import, error)
	// Imports are the last hundred, the newest first.
	Imports(ctx context.Context) ([]Import, error)
}

// CheckImport says what Import would do and what is wrong, and changes nothing.
func (r *Register) CheckImport(ctx context.Context, m Import, rows []ImportRow) (ImportCheck, error) {
	c, err := r.checkRows(ctx, m, rows, micro(r.now()))
	if err != nil {
		return c, fmt.Errorf("check import: %w", err)
	}
	facts, err := r.store.ImportFacts(ctx, m.Applicants, c.Arrivals)
	if err != nil {
		return c, fmt.Errorf("check import: %w", err)
	}
	owners := facts.Logins
	for i, a := range c.Arrivals {
		if facts.Tickets[a.New.RequestKey] || facts.Numbers[a.Ticket] || facts.Applicants[i] {
			c.Known++
			continue
		}
		if a.Ticket != 0 {
			c.Faults = append(c.Faults, RowFault{Row: a.Row, Field: "number", Code: "unknown"})
			continue
		}
		login := strings.ToLower(a.Applicant.Login)
		if login == "" {
			continue
		}
		if owner, has := owners[login]; has && !strings.EqualFold(owner, a.Applicant.Name) {
			c.Faults = append(c.Faults, RowFault{Row: a.Row, Field: "login", Code: "taken"})
		}
		owners[login] = a.Applicant.Name
	}
	return c, nil
}

// Import registers every row of a file, or none: RowFaults. A row that was registered before, by its number, its key or else by all
// that it says, is passed over, so that the same file twice registers nothing twice. An applicant is the one of the same name with the
// same login, telephone or address; there being none, a new one. Terms are counted as of any appeal that is registered now, those of a
// closed one from when it came.
func (r *Register) Import(ctx context.Context, m Import, rows []ImportRow) (Import, error) {
	c, err := r.CheckImport(ctx, m, rows)
	if err != nil {
		return m, err
	}
	if len(c.Faults) > 0 {
		return m, c.Faults
	}
	m.At, m.Rows = micro(r.now()), len(rows)
	if m, err = r.store.Import(ctx, m, c.Arrivals); err != nil {
		return m, fmt.Errorf("import of %d rows: %w", len(rows), err)
	}
	r.log.InfoContext(ctx, "file imported", "import", m.ID, "agent", int64(m.By.ID), "rows", m.Rows, "registered", m.Registered)
	return m, nil
}

// Imports are the last hundred, the newest first.
func (r *Register) Imports(ctx context.Context) ([]Import, error) {
	all, err := r.store.Imports(ctx)
	if err != nil {
		return nil, fmt.Errorf("imports: %w", err)
	}
	return all, nil
}

// checkRows holds each row against the rules, and rows against each other.
func (r *Register) checkRows(ctx context.Context, m Import, rows []ImportRow, at time.Time) (c ImportCheck, err error) {
	terms, err := r.current(ctx, at)
	if err != nil {
		return c, err
	}
	processes, err := r.processesOf(ctx, rows)
	if err != nil {
		return c, err
	}
	seen := map[string]int{}
	for _, row := range rows {
		a, err := r.arrival(m, row, at, terms, processes)
		var faults Invalid
		if errors.As(err, &faults) {
			for _, f := range faults {
				c.Faults = append(c.Faults, RowFault{Row: row.Number, Field: f.Field, Code: f.Code})
			}
			continue
		}
		if err != nil {
			return c, err
		}
		key := importKey(row, a)
		if first, twice := seen[key]; twice {
			c.Faults = append(c.Faults, RowFault{row.Number, "key", "repeated", first})
			continue
		}
		if seen[key] = row.Number; !m.Applicants && a.Ticket == 0 {
			a.New.RequestKey = key
		}
		c.Arrivals = append(c.Arrivals, a)
	}
	return c, nil
}
