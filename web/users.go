package web

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// UserID is a user's id; an agent has the same one in telephony and in the register.
type UserID int64

// Role is what a user may do; see rules.go.
type Role string

const (
	Agent         Role = "agent"         // answers calls
	Supervisor    Role = "supervisor"    // sees all calls and listens
	Administrator Role = "administrator" // keeps accounts; does not listen
)

// User is a person who may log in.
type User struct {
	ID       UserID
	Login    string // lower case
	Name     string // as colleagues and histories show it
	Role     Role
	Service  string // "information" or "organisation"; of agents only
	Disabled bool
}

var (
	// ErrLoginTaken: another user has this login.
	ErrLoginTaken = errors.New("the login is taken")
	// ErrNoUser: nobody has this login.
	ErrNoUser = errors.New("no such user")
	// ErrNoSession: the cookie opens nothing: unknown, too old, logged out, or its user is disabled.
	ErrNoSession = errors.New("no session")
)

// Store keeps users, their sessions and the attempts to log in. Instants come from the caller.
// Safe for concurrent use. The implementation is web/postgres.
type Store interface {
	// AddUser stores a new user and gives the id. ErrLoginTaken.
	AddUser(ctx context.Context, u User, passwordHash string, now time.Time) (User, error)
	// UserByLogin also gives the stored password hash. ErrNoUser.
	UserByLogin(ctx context.Context, login string) (User, string, error)
	// SetPassword replaces the hash and ends all sessions of the user. ErrNoUser.
	SetPassword(ctx context.Context, login, passwordHash string, now time.Time) error
	// SetDisabled ends all sessions of a user who is disabled. ErrNoUser.
	SetDisabled(ctx context.Context, login string, disabled bool, now time.Time) error
	Users(ctx context.Context) ([]User, error)

	// AddSession opens a session; only the token's SHA-256 is known here.
	AddSession(ctx context.Context, token [32]byte, user UserID, address string, now, expires time.Time) error
	// Session gives the user of a session that is neither expired nor unused since idleSince. When touch is set the
	// session counts as used now (kept to the minute). ErrNoSession.
	Session(ctx context.Context, token [32]byte, now, idleSince time.Time, touch bool) (User, error)
	EndSession(ctx context.Context, token [32]byte, now time.Time) error // one that has ended already is no error
	// Attempt counts an attempt of this key and tells how many there were since the window began, and when that was.
	Attempt(ctx context.Context, key [32]byte, now time.Time, window time.Duration) (count int, began time.Time, err error)
	// Forget drops the key's attempts.
	Forget(ctx context.Context, key [32]byte) error
	// Sweep deletes sessions that expired and attempts that are older than a day.
	Sweep(ctx context.Context, now, idleSince time.Time) error
}

// Users keeps accounts. Safe for concurrent use.
type Users struct {
	store Store
	now   func() time.Time
}

// NewUsers makes the service that `hotline user` and the login work with.
func NewUsers(store Store, now func() time.Time) *Users { return &Users{store, now} }

// Bounds of a password, in characters and bytes. The upper one keeps hashing cheap (NIST SP 800-63B: at least 64).
const (
	MinPassword = 8
	MaxPassword = 256
)

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{1,63}$`)

// Fault is one field of a request with what is wrong with it, in Ukrainian.
type Fault struct{ Field, Words string }

// Faults is the error of a request that cannot be obeyed as it is; it names every field at once.
type Faults []Fault

func (f Faults) Error() string {
	fields := make([]string, len(f))
	for i := range f {
		fields[i] = f[i].Field + ": " + f[i].Words
	}
	return strings.Join(fields, "; ")
}

// Add makes an account; ID and Disabled of u are not read. Errors: Faults, ErrLoginTaken.
func (s *Users) Add(ctx context.Context, u User, password string) (User, error) {
	u.Login, u.Name, u.ID, u.Disabled = normalLogin(u.Login), strings.Join(strings.Fields(u.Name), " "), 0, false
	var faults Faults
	if !loginForm.MatchString(u.Login) {
		faults = append(faults, Fault{"login", "Логін: 2–64 латинські літери, цифри, «.», «_», «@» чи «-», перший знак — літера або цифра."})
	}
	if n := utf8.RuneCountInString(u.Name); n == 0 || n > 200 || !utf8.ValidString(u.Name) {
		faults = append(faults, Fault{"name", "Вкажіть ім’я, не довше за 200 знаків."})
	}
	switch u.Role {
	case Agent:
		if u.Service != "information" && u.Service != "organisation" {
			faults = append(faults, Fault{"service", "Для оператора вкажіть службу: information або organisation."})
		}
	case Supervisor, Administrator:
		if u.Service != "" {
			faults = append(faults, Fault{"service", "Служба буває лише в оператора."})
		}
	default:
		faults = append(faults, Fault{"role", "Роль: agent, supervisor або administrator."})
	}
	faults = append(faults, passwordFaults(password)...)
	if len(faults) > 0 {
		return User{}, faults
	}
	u, err := s.store.AddUser(ctx, u, hashPassword(password), s.now())
	if err != nil {
		return User{}, fmt.Errorf("add user %s: %w", u.Login, err)
	}
	return u, nil
}

// SetPassword also ends every session of the user. Errors: Faults, ErrNoUser.
func (s *Users) SetPassword(ctx context.Context, login, password string) error {
	if faults := passwordFaults(password); len(faults) > 0 {
		return faults
	}
	if err := s.store.SetPassword(ctx, normalLogin(login), hashPassword(password), s.now()); err != nil {
		return fmt.Errorf("set password of %s: %w", login, err)
	}
	return nil
}

// Disable closes an account and ends its sessions; the name stays in histories. ErrNoUser.
func (s *Users) Disable(ctx context.Context, login string) error {
	return s.setDisabled(ctx, login, true)
}

// Enable opens a disabled account again. ErrNoUser.
func (s *Users) Enable(ctx context.Context, login string) error {
	return s.setDisabled(ctx, login, false)
}

func (s *Users) setDisabled(ctx context.Context, login string, disabled bool) error {
	if err := s.store.SetDisabled(ctx, normalLogin(login), disabled, s.now()); err != nil {
		return fmt.Errorf("change account %s: %w", login, err)
	}
	return nil
}

// List is everybody, by login.
func (s *Users) List(ctx context.Context) ([]User, error) {
	all, err := s.store.Users(ctx)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	return all, nil
}

func normalLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

func passwordFaults(password string) Faults {
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return Faults{{"password", fmt.Sprintf("Пароль має бути не коротший за %d знаків.", MinPassword)}}
	case len(password) > MaxPassword:
		return Faults{{"password", fmt.Sprintf("Пароль задовгий: більше ніж %d байтів.", MaxPassword)}}
	}
	return nil
}
