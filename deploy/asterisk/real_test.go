package asterisk_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/deploy/asterisk/asterisktest"
)

// wanted are the modules of a rendered modules.conf.
func wanted(t *testing.T, s *asterisktest.Server) (names []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.Dir, "etc", "modules.conf"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "load = "); ok {
			names = append(names, name)
		}
	}
	return names
}

func TestAsterisk_LoadsEveryModuleWithoutComplaint(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]asterisktest.Options{"claim": {}, "plain": {PlainStasis: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := asterisktest.Start(t, o)
			loaded := map[string]string{}
			for line := range strings.Lines(s.Command("module show")) {
				if fields := strings.Fields(line); len(fields) > 0 {
					loaded[fields[0]] = line
				}
			}
			modules := wanted(t, s)
			if len(modules) < 50 {
				t.Fatalf("modules.conf has %d modules", len(modules))
			}
			for _, m := range modules {
				if line, ok := loaded[m]; !ok || strings.Contains(line, "Not Running") {
					t.Errorf("%s is not running: %q", m, line)
				}
			}
			for line := range strings.Lines(s.Log()) {
				if strings.Contains(line, "WARNING") || strings.Contains(line, "ERROR") {
					t.Errorf("a fresh Asterisk complains: %s", line)
				}
			}
		})
	}
}

func TestAsterisk_ARIAnswersItsUserOnly(t *testing.T) {
	t.Parallel()
	s := asterisktest.Start(t, asterisktest.Options{})
	for _, c := range []struct {
		password string
		want     int
	}{{s.ARIPassword, http.StatusOK}, {"wrong", http.StatusUnauthorized}} {
		r, err := http.NewRequest(http.MethodGet, s.ARI+"/ari/asterisk/info", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth(s.ARIUser, c.password)
		reply, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = reply.Body.Close() // read only
		if reply.StatusCode != c.want {
			t.Errorf("password %q: status %d, want %d", c.password, reply.StatusCode, c.want)
		}
	}
}
