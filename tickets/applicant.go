package tickets

import (
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"
)

// ApplicantID is an applicant's key; 0 is nobody.
type ApplicantID int64

// ApplicantKind distinguishes natural and legal persons.
type ApplicantKind string

const (
	Person           ApplicantKind = "person"
	OrganisationKind ApplicantKind = "organisation"
)

// Group of users (Regulation 2.6).
type Group string

const (
	InternalUser  Group = "internal"      // Внутрішні користувачі
	ExternalUser  Group = "external"      // Зовнішні користувачі
	Moderator     Group = "moderator"     // Модератори ГБ
	Administrator Group = "administrator" // Адміністратори ГБ
)

// Subgroup says which of the internal users somebody is (Regulation 2.6); empty: of no other group, or not told.
type Subgroup string

const (
	OfMRG        Subgroup = "mrg"        // Міська робоча група
	OfGBK        Subgroup = "gbk"        // Громадська бюджетна комісія
	OfKMR        Subgroup = "kmr"        // Київська міська рада
	OfRDA        Subgroup = "rda"        // районні державні адміністрації
	OfDepartment Subgroup = "department" // департаменти та підрозділи КМДА
)

// Subgroups are all of them.
var Subgroups = []Subgroup{OfMRG, OfGBK, OfKMR, OfRDA, OfDepartment}

// Applicant is who appeals. One whose card was merged into another's is read as that other.
type Applicant struct {
	ID               ApplicantID
	Kind             ApplicantKind
	Group            Group
	Subgroup         Subgroup
	Name             string   // ПІБ, or the organisation's name
	Email            string   // to which letters go; may be empty
	Login            string   // in the system ГБ; may be empty
	Phones           []string // E.164, the surest first; with those of merged cards
	Organisation     ApplicantID
	OrganisationName string
	MergedInto       ApplicantID // 0: not merged
	Restricted       string      // the ground on which access is narrowed; empty: it is not
	Hold             string      // why nothing of this applicant may expire; empty: the usual three years
	Version          int64
}

// ApplicantChoice is an agent's answer to "who calls". With ID alone: this known applicant. With ID and other fields:
// this applicant, and these fields corrected. Without ID: a new applicant, for whom Name is required.
type ApplicantChoice struct {
	ID       ApplicantID
	Name     string
	Kind     ApplicantKind // empty: Person for a new one
	Group    Group         // empty: ExternalUser for a new one
	Subgroup Subgroup      // only of InternalUser
	Phone    string        // as typed
	Email    string
	Login    string
	Chief    bool // whoever chooses may see a card to which access is narrowed; others cannot choose it
}

// PhoneNumber is a telephone number as far as it was understood; tickets/phone makes it.
type PhoneNumber struct {
	E164     string // empty unless Valid
	Raw      string // at most 64 printable characters of what came
	Withheld bool   // the caller, or the network, hides the number
	Valid    bool
}

// checked is the choice with trimmed fields and the phone in E.164, or Invalid with each wrong field.
func (c ApplicantChoice) checked(parse func(string) PhoneNumber) (ApplicantChoice, error) {
	var faults Invalid
	c.Name = Printable(strings.Join(strings.Fields(c.Name), " "), 1000)
	c.Email, c.Login = strings.TrimSpace(c.Email), strings.TrimSpace(c.Login)
	if c.Name == "" && c.ID == 0 {
		faults = append(faults, Fault{"name", "required"})
	} else if utf8.RuneCountInString(c.Name) > 200 {
		faults = append(faults, Fault{"name", "too_long"})
	}
	if c.Kind != "" && c.Kind != Person && c.Kind != OrganisationKind {
		faults = append(faults, Fault{"kind", "invalid"})
	}
	if c.Group != "" && !slices.Contains([]Group{InternalUser, ExternalUser, Moderator, Administrator}, c.Group) {
		faults = append(faults, Fault{"group", "invalid"})
	}
	if c.Subgroup != "" && (!slices.Contains(Subgroups, c.Subgroup) || c.Group != InternalUser) {
		faults = append(faults, Fault{"subgroup", "invalid"})
	}
	if c.ID == 0 && c.Kind == "" {
		c.Kind = Person
	}
	if c.ID == 0 && c.Group == "" {
		c.Group = ExternalUser
	}
	if strings.TrimSpace(c.Phone) == "" {
		c.Phone = ""
	} else if p := parse(c.Phone); p.Valid {
		c.Phone = p.E164
	} else {
		faults = append(faults, Fault{"phone", "invalid"})
	}
	if code := emailFault(c.Email); code != "" {
		faults = append(faults, Fault{"email", code})
	}
	if utf8.RuneCountInString(c.Login) > 64 {
		faults = append(faults, Fault{"login", "too_long"})
	} else if Printable(c.Login, 64) != c.Login {
		faults = append(faults, Fault{"login", "invalid"})
	}
	return c, faults.orNil()
}

func emailFault(s string) string {
	if s == "" {
		return ""
	}
	if len(s) > 254 {
		return "too_long"
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" || Printable(s, 254) != s {
		return "invalid"
	}
	// A domain without a dot is an address of the local host: nobody outside can have it.
	if _, domain, _ := strings.Cut(s, "@"); !strings.Contains(strings.Trim(domain, "."), ".") {
		return "invalid"
	}
	return ""
}

// Match says how well a caller is known.
type Match string

const (
	Exact    Match = "exact"    // one applicant, or an agent has named him
	Several  Match = "several"  // the number is of several: somebody must choose
	None     Match = "none"     // a number that nobody has
	Withheld Match = "withheld" // no number to look for
)

// Card is what the register knows of a caller: the content of the screen-pop.
// A match by number is a hint, not an identification.
type Card struct {
	Match          Match
	Applicants     []Applicant // the surest first, at most 10
	OpenTickets    []Ticket    // newest first, without the present call's, at most 20
	RecentTickets  []Ticket    // newest first, whatever the status, without the present call's, at most 5
	RecentCalls    []PastCall  // newest first, without the present one, at most 5
	CallsLast7Days int         // from this number, without the present one; at most 1000 are counted
	SharedNumber   bool        // an office's or a family's: even one known applicant is only a candidate
}

// PastCall is an earlier call of the same number with what the histories say of it.
type PastCall struct {
	Ticket  Ticket
	Entries []Entry // kinds EntryCall and EntryWrapUp, oldest first
}
