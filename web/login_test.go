package web_test

import (
	"context"
	"crypto/sha256"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"hotline/web"
)

const password = "довгий пароль 1"

func (w *world) login(login, password string, header ...string) (*http.Response, []byte) {
	w.t.Helper()
	return w.do("POST", "/api/v1/session", "", map[string]any{"login": login, "password": password}, header...)
}

func TestLogin_CookieOpensTheSessionUntilLogout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	users := web.NewUsers(w.store, w.now)
	u, err := users.Add(t.Context(), web.User{Login: " Melnyk ", Name: "Мельник  Ірина", Role: web.Agent, Service: "organisation"}, password)
	must(t, err)
	want(t, "login", u.Login, "melnyk")
	want(t, "name", u.Name, "Мельник Ірина")

	answer, _ := w.login("MELNYK", password)
	want(t, "status", answer.StatusCode, http.StatusOK)
	cookie := answer.Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure || cookie.Path != "/" || cookie.Name != "hotline_session" {
		t.Errorf("cookie: %+v", cookie)
	}
	sent := cookie.Name + "=" + cookie.Value
	answer, text := w.do("GET", "/api/v1/session", sent, nil)
	want(t, "session", answer.StatusCode, http.StatusOK)
	if !strings.Contains(string(text), `"service":"organisation"`) {
		t.Errorf("session: %s", text)
	}
	answer, _ = w.do("DELETE", "/api/v1/session", sent, nil)
	want(t, "logout", answer.StatusCode, http.StatusNoContent)
	answer, text = w.do("GET", "/api/v1/session", sent, nil)
	want(t, "after logout", answer.StatusCode, http.StatusUnauthorized)
	want(t, "code", problem(t, text).Code, "login")
}

// Two services on one machine have the same host, and a browser sends each the cookies of both.
func TestLogin_TwoServicesOnOneHostDoNotLogEachOtherOut(t *testing.T) {
	t.Parallel()
	var jar []string
	var worlds []*world
	for _, at := range []string{"http://127.0.0.1:8080", "http://127.0.0.1:8180", "https://127.0.0.1", "https://127.0.0.1:8443"} {
		w := newWorld(t)
		w.serve(func(d *web.Deps) { d.Origins = []string{at, "http://localhost:9"} })
		_, err := web.NewUsers(w.store, w.now).Add(t.Context(), web.User{Login: "melnyk", Name: "Мельник Ірина", Role: web.Agent, Service: "organisation"}, password)
		must(t, err)
		body := map[string]string{"login": "melnyk", "password": password}
		answer, _ := w.do("POST", "/api/v1/session", strings.Join(jar, "; "), body, "Origin", at)
		want(t, "status", answer.StatusCode, http.StatusOK)
		c := answer.Cookies()[0]
		want(t, "secure", c.Secure, strings.HasPrefix(at, "https"))
		jar, worlds = append(jar, c.Name+"="+c.Value), append(worlds, w)
	}
	for i, name := range []string{"hotline_session_8080", "hotline_session_8180", "__Host-hotline_session", "__Host-hotline_session_8443"} {
		if !strings.HasPrefix(jar[i], name+"=") {
			t.Errorf("cookie %s, want %s", jar[i], name)
		}
		answer, _ := worlds[i].do("GET", "/api/v1/session", strings.Join(jar, "; "), nil)
		want(t, "still logged in", answer.StatusCode, http.StatusOK)
	}
}

func TestLogin_LogoutEndsTheShift(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	answer, _ := w.do("DELETE", "/api/v1/session", w.as(web.Agent), nil)
	want(t, "status", answer.StatusCode, http.StatusNoContent)
	want(t, "offline", w.floor.heard("state offline  browser"), 1)
}

func TestLogin_UnknownWrongAndDisabledAreToldAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	users := web.NewUsers(w.store, w.now)
	_, err := users.Add(t.Context(), web.User{Login: "known", Name: "Є", Role: web.Supervisor}, password)
	must(t, err)
	_, unknown := w.login("unknown", password)
	_, wrong := w.login("known", password+"!")
	must(t, users.Disable(t.Context(), "known"))
	answer, disabled := w.login("known", password)
	want(t, "status", answer.StatusCode, http.StatusUnauthorized)
	want(t, "unknown and wrong", string(unknown), string(wrong))
	want(t, "disabled and wrong", string(disabled), string(wrong))
	must(t, users.Enable(t.Context(), "known"))
	answer, _ = w.login("known", password)
	want(t, "enabled again", answer.StatusCode, http.StatusOK)
}

func TestLogin_GuessingIsSlowedPerLogin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 5 {
		answer, _ := w.login("victim", "guess guess")
		want(t, "status", answer.StatusCode, http.StatusUnauthorized)
	}
	w.pass(time.Minute)
	answer, text := w.login("victim", "guess guess")
	want(t, "status", answer.StatusCode, http.StatusTooManyRequests)
	want(t, "Retry-After", answer.Header.Get("Retry-After"), "240")
	want(t, "detail", problem(t, text).Detail, "Забагато невдалих спроб увійти. Спробуйте знову через 4 хв.")
	answer, _ = w.login("another", "guess guess")
	want(t, "another login", answer.StatusCode, http.StatusUnauthorized)
	w.pass(4*time.Minute + time.Second)
	answer, _ = w.login("victim", "guess guess")
	want(t, "after the window", answer.StatusCode, http.StatusUnauthorized)
}

// Five wrong passwords shut out who sent them, and not the colleague whose login it is; a login is guessed 50 times at most.
func TestLogin_AStrangerLocksNoColleagueOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := web.NewUsers(w.store, w.now).Add(t.Context(), web.User{Login: "melnyk", Name: "Мельник", Role: web.Supervisor}, password)
	must(t, err)
	w.stop()
	w.serve(func(d *web.Deps) { d.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	for range 6 {
		w.login("melnyk", "guess guess", "X-Forwarded-For", "203.0.113.5")
	}
	answer, _ := w.login("melnyk", password, "X-Forwarded-For", "203.0.113.5")
	want(t, "from where it was guessed", answer.StatusCode, http.StatusTooManyRequests)
	answer, _ = w.login("melnyk", password, "X-Forwarded-For", "203.0.113.6")
	want(t, "the colleague", answer.StatusCode, http.StatusOK)
	for range 50 {
		_, _, err := w.store.Attempt(t.Context(), sha256.Sum256([]byte("login:melnyk")), w.now(), 5*time.Minute)
		must(t, err)
	}
	answer, _ = w.login("melnyk", password, "X-Forwarded-For", "203.0.113.7")
	want(t, "guessed from everywhere", answer.StatusCode, http.StatusTooManyRequests)
}

// Nobody is believed about where a request comes from but the proxies that the installation names: neither the audit nor the
// limit of an address can be led astray by a header.
func TestLogin_TheClientsAddressIsWhatATrustedProxySays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	users := web.NewUsers(w.store, w.now)
	u, err := users.Add(t.Context(), web.User{Login: "melnyk", Name: "Мельник", Role: web.Supervisor}, password)
	must(t, err)
	guessed := func(address string) {
		for range 200 {
			_, _, err := w.store.Attempt(t.Context(), sha256.Sum256([]byte("address:"+address)), w.now(), 5*time.Minute)
			must(t, err)
		}
	}
	guessed("203.0.113.5")
	login := func(forwarded ...string) (*http.Response, []byte) {
		t.Helper()
		var header []string
		for _, f := range forwarded {
			header = append(header, "X-Forwarded-For", f, "X-Real-Ip", "198.51.100.1")
		}
		return w.login("melnyk", password, header...)
	}
	answer, _ := login("203.0.113.5")
	want(t, "a header of the client's own", answer.StatusCode, http.StatusOK)
	want(t, "address of the audit", w.lastAddress(u.ID), "127.0.0.1")

	w.stop()
	w.serve(func(d *web.Deps) {
		d.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	})
	answer, text := login("203.0.113.5")
	want(t, "an address that guessed too often", answer.StatusCode, http.StatusTooManyRequests)
	want(t, "Retry-After", answer.Header.Get("Retry-After"), "300")
	want(t, "detail", problem(t, text).Detail, "Забагато невдалих спроб увійти. Спробуйте знову через 5 хв.")
	w.pass(4*time.Minute + 15*time.Second)
	answer, text = login("1.2.3.4, 203.0.113.5, 10.1.2.3")
	want(t, "through two proxies, with a claim of the client's own", answer.StatusCode, http.StatusTooManyRequests)
	want(t, "Retry-After", answer.Header.Get("Retry-After"), "45")
	want(t, "detail", problem(t, text).Detail, "Забагато невдалих спроб увійти. Спробуйте знову через 45 с.")
	answer, _ = login("203.0.113.6")
	want(t, "a neighbour", answer.StatusCode, http.StatusOK)
	want(t, "address of the audit", w.lastAddress(u.ID), "203.0.113.6")
	answer, _ = login()
	want(t, "no proxy between", answer.StatusCode, http.StatusOK)
	want(t, "address of the audit", w.lastAddress(u.ID), "127.0.0.1")
}

func (w *world) lastAddress(id web.UserID) (address string) {
	w.t.Helper()
	must(w.t, w.pool.QueryRow(w.t.Context(), `SELECT address FROM user_history WHERE user_id = $1 AND event = 'logged_in' ORDER BY id DESC LIMIT 1`,
		id).Scan(&address))
	return address
}

func TestSession_EndsWhenIdleWhenOldAndWithThePassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	status := func(cookie string) int {
		answer, _ := w.do("GET", "/api/v1/session", cookie, nil)
		return answer.StatusCode
	}
	cookie := w.as(web.Supervisor)
	w.pass(11 * time.Hour)
	want(t, "used in time", status(cookie), http.StatusOK)
	w.pass(12*time.Hour + time.Second)
	want(t, "idle", status(cookie), http.StatusUnauthorized)

	cookie = w.as(web.Supervisor)
	for range 3 {
		w.pass(7 * time.Hour)
		want(t, "used", status(cookie), http.StatusOK)
	}
	w.pass(3*time.Hour + time.Second)
	want(t, "older than a day", status(cookie), http.StatusUnauthorized)

	cookie = w.as(web.Supervisor)
	must(t, web.NewUsers(w.store, w.now).SetPassword(t.Context(), w.users[web.Supervisor].Login, "новий пароль 2"))
	want(t, "after a new password", status(cookie), http.StatusUnauthorized)
	want(t, "a cookie of another form", status("hotline_session=short"), http.StatusUnauthorized)
}

func TestSession_ADatabaseThatIsAwayClosesNoOpenSocket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if !w.Revalidate(ctx, [32]byte{1}, w.users[web.Agent]) {
		t.Error("a session ended because the database did not answer")
	}
	if w.Revalidate(t.Context(), [32]byte{1}, w.users[web.Agent]) {
		t.Error("an unknown session is valid")
	}
}

func TestCSRF_ChangesComeFromTheOwnOriginOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	status := func(method string, header ...string) int {
		answer, _ := w.do(method, "/api/v1/session", cookie, nil, header...)
		return answer.StatusCode
	}
	want(t, "another origin", status("DELETE", "Origin", "https://evil.test"), http.StatusForbidden)
	want(t, "another site", status("DELETE", "Sec-Fetch-Site", "cross-site"), http.StatusForbidden)
	want(t, "reading", status("GET", "Sec-Fetch-Site", "cross-site"), http.StatusOK)
	want(t, "own origin", status("DELETE", "Origin", origin, "Sec-Fetch-Site", "cross-site"), http.StatusNoContent)
}

func TestUsers_FaultsNameEachField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := web.NewUsers(w.store, w.now).Add(t.Context(), web.User{Login: "Ім'я", Role: web.Agent}, "short")
	faults, ok := err.(web.Faults) //nolint:errorlint // returned as it is
	if !ok || len(faults) != 4 {
		t.Fatalf("faults: %v", err)
	}
	for i, field := range []string{"login", "name", "service", "password"} {
		want(t, "field", faults[i].Field, field)
	}
}

func TestPassword_PHCString(t *testing.T) {
	t.Parallel()
	phc := web.HashPassword("таємниця")
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") || phc == web.HashPassword("таємниця") {
		t.Errorf("hash %s", phc)
	}
	right, err := web.CheckPassword(phc, "таємниця")
	must(t, err)
	wrong, err := web.CheckPassword(phc, "таємниця ")
	must(t, err)
	if !right || wrong {
		t.Errorf("right %v, wrong %v", right, wrong)
	}
	for _, bad := range []string{"", "$argon2id$v=19$m=1,t=0,p=0$$", "$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"} {
		if _, err := web.CheckPassword(bad, "x"); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
