package postgres_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema/schematest"
	"hotline/web"
	"hotline/web/postgres"
)

var (
	began = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	koval = web.User{Login: "koval", Name: "Коваль Олена", Role: web.Agent, Service: "information"}
)

const (
	hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"
	idle = 12 * time.Hour
)

func open(t *testing.T) (*postgres.Store, *pgxpool.Pool) {
	t.Helper()
	pool := schematest.New(t)
	return postgres.New(pool), pool
}

func add(t *testing.T, s *postgres.Store, u web.User) web.User {
	t.Helper()
	added, err := s.AddUser(t.Context(), u, hash, began)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

// logIn opens a session of u at a time; name makes the token.
func logIn(t *testing.T, s *postgres.Store, u web.User, name string, at time.Time) [32]byte {
	t.Helper()
	token := sha256.Sum256([]byte(name))
	if err := s.AddSession(t.Context(), token, u.ID, "192.0.2.7", at, at.Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	return token
}

func wantSession(t *testing.T, s *postgres.Store, token [32]byte, at time.Time, touch bool, wanted error) web.User {
	t.Helper()
	u, err := s.Session(t.Context(), token, at, at.Add(-idle), touch)
	if !errors.Is(err, wanted) || wanted == nil && err != nil {
		t.Errorf("session at %s: got %v, want %v", at, err, wanted)
	}
	return u
}

func count(t *testing.T, pool *pgxpool.Pool, query string, args ...any) (n int) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestStore_UsersAreKeptByLogin(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	a := add(t, s, koval)
	b := add(t, s, web.User{Login: "bondar", Name: "Бондар", Role: web.Administrator})
	if _, err := s.AddUser(t.Context(), koval, hash, began); !errors.Is(err, web.ErrLoginTaken) {
		t.Errorf("the same login again: %v", err)
	}
	got, stored, err := s.UserByLogin(t.Context(), "koval")
	if err != nil || got != a || stored != hash {
		t.Errorf("user %+v, hash %q, error %v", got, stored, err)
	}
	if _, _, err := s.UserByLogin(t.Context(), "nobody"); !errors.Is(err, web.ErrNoUser) {
		t.Errorf("an unknown login: %v", err)
	}
	all, err := s.Users(t.Context())
	if err != nil || len(all) != 2 || all[0] != b || all[1] != a {
		t.Errorf("users %+v, error %v", all, err)
	}
}

func TestStore_TheSchemaRefusesWhatNoAccountMayBe(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for name, u := range map[string]web.User{
		"an agent without a service":    {Login: "one", Name: "А", Role: web.Agent},
		"a supervisor with a service":   {Login: "two", Name: "А", Role: web.Supervisor, Service: "information"},
		"an unknown role":               {Login: "three", Name: "А", Role: "owner"},
		"a login with capital letters":  {Login: "Four", Name: "А", Role: web.Supervisor},
		"an account that has no name":   {Login: "five", Role: web.Supervisor},
		"a service that there is not":   {Login: "six", Name: "А", Role: web.Agent, Service: "cleaning"},
		"a login that is one character": {Login: "s", Name: "А", Role: web.Supervisor},
	} {
		if _, err := s.AddUser(t.Context(), u, hash, began); err == nil {
			t.Errorf("%s was added", name)
		}
	}
	if _, err := s.AddUser(t.Context(), koval, "a plain password", began); err == nil {
		t.Error("a password that is not hashed was stored")
	}
}

func TestStore_SessionLivesWhileItIsUsed(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	u := add(t, s, koval)
	token := logIn(t, s, u, "one", began)
	if got := wantSession(t, s, token, began.Add(11*time.Hour), true, nil); got != u {
		t.Errorf("user %+v, want %+v", got, u)
	}
	wantSession(t, s, token, began.Add(22*time.Hour), false, nil)
	wantSession(t, s, token, began.Add(23*time.Hour+time.Second), false, web.ErrNoSession) // a look is no use
	wantSession(t, s, sha256.Sum256([]byte("another")), began, true, web.ErrNoSession)

	fresh := logIn(t, s, u, "two", began)
	wantSession(t, s, fresh, began.Add(12*time.Hour-time.Second), true, nil)
	wantSession(t, s, fresh, began.Add(24*time.Hour-time.Second-time.Nanosecond), true, nil)
	wantSession(t, s, fresh, began.Add(24*time.Hour), true, web.ErrNoSession) // used or not

	if n := count(t, pool, `SELECT count(*) FROM user_session WHERE token_sha256 = $1`, fresh[:]); n != 1 {
		t.Errorf("rows of the session: %d", n)
	}
}

func TestStore_UseIsWrittenOnceAMinute(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	token := logIn(t, s, add(t, s, koval), "one", began)
	seen := func(wanted time.Time) {
		t.Helper()
		var at time.Time
		if err := pool.QueryRow(t.Context(), `SELECT seen_at FROM user_session`).Scan(&at); err != nil || !at.Equal(wanted) {
			t.Errorf("seen at %s, want %s, error %v", at, wanted, err)
		}
	}
	wantSession(t, s, token, began.Add(59*time.Second), true, nil)
	seen(began)
	wantSession(t, s, token, began.Add(time.Minute), true, nil)
	seen(began.Add(time.Minute))
	wantSession(t, s, token, began.Add(5*time.Minute), false, nil)
	seen(began.Add(time.Minute))
}

func TestStore_PasswordAndDisablingEndEverySessionOfThatUserOnly(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	u := add(t, s, koval)
	other := add(t, s, web.User{Login: "bondar", Name: "Бондар", Role: web.Administrator})
	keep := logIn(t, s, other, "other", began)

	a, b := logIn(t, s, u, "a", began), logIn(t, s, u, "b", began)
	if err := s.SetPassword(t.Context(), "koval", hash+"2", began); err != nil {
		t.Fatal(err)
	}
	wantSession(t, s, a, began, true, web.ErrNoSession)
	wantSession(t, s, b, began, true, web.ErrNoSession)

	c := logIn(t, s, u, "c", began)
	if err := s.SetDisabled(t.Context(), "koval", true, began); err != nil {
		t.Fatal(err)
	}
	wantSession(t, s, c, began, true, web.ErrNoSession)
	if got, _, err := s.UserByLogin(t.Context(), "koval"); err != nil || !got.Disabled {
		t.Errorf("disabled user %+v, error %v", got, err)
	}
	// A login that was judged just before the disabling may still open one.
	late := logIn(t, s, u, "late", began)
	wantSession(t, s, late, began, true, web.ErrNoSession)

	if err := s.SetDisabled(t.Context(), "koval", false, began); err != nil {
		t.Fatal(err)
	}
	wantSession(t, s, keep, began, true, nil)
	for event, wanted := range map[string]int{"added": 1, "password_changed": 1, "disabled": 1, "enabled": 1, "logged_in": 4} {
		if n := count(t, pool, `SELECT count(*) FROM user_history WHERE user_id = $1 AND event = $2`, u.ID, event); n != wanted {
			t.Errorf("%s: %d in the history, want %d", event, n, wanted)
		}
	}
	for what, err := range map[string]error{"password": s.SetPassword(t.Context(), "nobody", hash, began),
		"disabling": s.SetDisabled(t.Context(), "nobody", true, began), "enabling": s.SetDisabled(t.Context(), "nobody", false, began)} {
		if !errors.Is(err, web.ErrNoUser) {
			t.Errorf("%s of nobody: %v", what, err)
		}
	}
}

func TestStore_LogoutIsNotedOnce(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	token := logIn(t, s, add(t, s, koval), "one", began)
	for range 2 {
		if err := s.EndSession(t.Context(), token, began); err != nil {
			t.Fatal(err)
		}
	}
	wantSession(t, s, token, began, true, web.ErrNoSession)
	if n := count(t, pool, `SELECT count(*) FROM user_history WHERE event = 'logged_out'`); n != 1 {
		t.Errorf("noted %d times", n)
	}
}

func TestStore_AttemptsOfManyAtOnceAreAllCounted(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	key, window := sha256.Sum256([]byte("login:koval")), 5*time.Minute
	var mu sync.Mutex
	seen := map[int]bool{}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			n, at, err := s.Attempt(context.Background(), key, began, window)
			mu.Lock()
			defer mu.Unlock()
			if err != nil || !at.Equal(began) || seen[n] {
				t.Errorf("attempt %d since %s, error %v", n, at, err)
			}
			seen[n] = true
		})
	}
	all.Wait()
	attempt := func(at time.Time, wanted int) {
		t.Helper()
		if n, _, err := s.Attempt(t.Context(), key, at, window); err != nil || n != wanted {
			t.Errorf("attempt at %s: got %d, want %d, error %v", at, n, wanted, err)
		}
	}
	attempt(began.Add(window-time.Second), 21)
	attempt(began.Add(window), 1) // a new window
	attempt(began.Add(window+time.Second), 2)
	if err := s.Forget(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	attempt(began.Add(window+2*time.Second), 1)
}

func TestStore_SweepTakesOnlyWhatIsOver(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	u := add(t, s, koval)
	logIn(t, s, u, "idle", began)
	used := logIn(t, s, u, "used", began.Add(20*time.Hour))
	key := sha256.Sum256([]byte("login:koval"))
	if _, _, err := s.Attempt(t.Context(), key, began, time.Minute); err != nil {
		t.Fatal(err)
	}
	now := began.Add(25 * time.Hour)
	if err := s.Sweep(t.Context(), now, now.Add(-idle)); err != nil {
		t.Fatal(err)
	}
	wantSession(t, s, used, now, false, nil)
	if n := count(t, pool, `SELECT count(*) FROM user_session`); n != 1 {
		t.Errorf("sessions left: %d", n)
	}
	if n := count(t, pool, `SELECT count(*) FROM login_attempt`); n != 0 {
		t.Errorf("attempts left: %d", n)
	}
}
