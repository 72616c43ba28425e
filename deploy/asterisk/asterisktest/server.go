package asterisktest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hotline/deploy/asterisk"
)

// Options change what a test needs otherwise. The zero value is a hotline with one number and one carrier.
type Options struct {
	Node        string   // default "test"
	DIDs        []string // default +380443668012
	Carriers    []string // default 127.0.0.2
	PlainStasis bool     // Stasis instead of StasisBroadcast

	Modules  []string // loaded besides, such as "app_dial.so"
	Dialplan string   // appended to extensions.conf
	PJSIP    string   // appended to pjsip.conf
}

// Server is a running Asterisk. Safe for concurrent use, except Kill, Stop and Restart among each other.
type Server struct {
	asterisk.Params        // addresses, users and passwords, SpoolDir, App, Node
	ARI             string // http://host:port, without /ari

	t       testing.TB
	etc     string
	program string

	mu   sync.Mutex
	cmd  *exec.Cmd
	gone chan struct{}
	out  bytes.Buffer // of the process; read only after gone
}

// Start runs an Asterisk and returns when it answers. It ends with the test, and its directory goes with it. When it
// cannot be started, the test fails; when the test failed, what Asterisk logged is logged.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	// t.TempDir is named after the test, which may be too long for a socket's path.
	dir, err := os.MkdirTemp("", "hotline-asterisk-")
	if err != nil {
		t.Fatalf("start Asterisk: %v", err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("remove Asterisk's directory: %v", err)
		}
	})
	s := &Server{t: t, etc: filepath.Join(dir, "etc"), program: filepath.Join(repository(), "deploy", "bin", "asterisk")}
	if s.Params, err = s.params(dir, o); err != nil {
		t.Fatalf("start Asterisk: %v", err)
	}
	s.ARI = "http://" + s.HTTPAddr
	if err := s.write(o); err != nil {
		t.Fatalf("start Asterisk: %v", err)
	}
	t.Cleanup(func() {
		s.Kill() // in order it would first tell every phone that is registered
		if t.Failed() {
			t.Logf("Asterisk's log:\n%s", s.Log())
		}
	})
	s.Restart()
	return s
}

func (s *Server) params(dir string, o Options) (asterisk.Params, error) {
	paths, err := exec.Command(s.program, "--paths").Output()
	if err != nil {
		return asterisk.Params{}, fmt.Errorf("find Asterisk (run deploy/install): %w", err)
	}
	p := asterisk.Params{
		Dir: dir, SoundsDir: dir + "/sounds", MusicDir: dir + "/music", SpoolDir: dir + "/recordings",
		Node: o.Node, DIDs: o.DIDs, Carriers: o.Carriers, Claim: !o.PlainStasis,
		SIPAddr: Free(), HTTPAddr: Free(), AMIAddr: Free(),
		ARIUser: "hotline", ARIPassword: "ari-secret", AMIUser: "hotline", AMIPassword: "ami-secret", App: "hotline",
		// Below the ports that the kernel gives away. Two Asterisks may share the range: each takes what is free.
		RTPStart: 10000, RTPEnd: 31999,
	}
	for line := range strings.Lines(string(paths)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch name {
		case "MODULES_DIR":
			p.ModulesDir = value
		case "DATA_DIR":
			p.DataDir = value
		}
	}
	if p.Node == "" {
		p.Node = "test"
	}
	if p.DIDs == nil {
		p.DIDs = []string{"+380443668012"}
	}
	if p.Carriers == nil {
		p.Carriers = []string{"127.0.0.2"}
	}
	return p, nil
}

func (s *Server) write(o Options) error {
	if err := writeTones(s.SoundsDir, s.MusicDir); err != nil {
		return err
	}
	if err := asterisk.Render(s.Params, s.etc); err != nil {
		return err
	}
	var modules strings.Builder
	for _, m := range o.Modules {
		fmt.Fprintf(&modules, "load = %s\n", m)
	}
	for name, text := range map[string]string{"modules.conf": modules.String(), "extensions.conf": o.Dialplan, "pjsip.conf": o.PJSIP} {
		file, err := os.OpenFile(filepath.Join(s.etc, name), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = file.WriteString("\n" + text)
		if closed := file.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return fmt.Errorf("append to %s: %w", name, err)
		}
	}
	return nil
}

// Restart starts Asterisk after Kill or Stop, with the same configuration, ports and directory, and waits until it has
// booted fully. It is for the test's goroutine only.
func (s *Server) Restart() {
	s.t.Helper()
	cmd := exec.Command(s.program, "-f", "-C", filepath.Join(s.etc, "asterisk.conf"))
	s.out.Reset()
	cmd.Stdout, cmd.Stderr = &s.out, &s.out
	cmd.WaitDelay = time.Second
	// A test process that is killed takes its Asterisk with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	if err := cmd.Start(); err != nil {
		s.t.Fatalf("start Asterisk: %v", err)
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_ = cmd.Wait() // how it ended is the caller's wish or seen below
	}()
	s.mu.Lock()
	s.cmd, s.gone = cmd, gone
	s.mu.Unlock()
	s.booted(gone)
}

// booted waits for the end of the boot, at most a minute: two cores may have more to do.
func (s *Server) booted(gone <-chan struct{}) {
	s.t.Helper()
	deadline := time.After(time.Minute)
	retry := time.NewTicker(20 * time.Millisecond)
	defer retry.Stop()
	for {
		if _, err := os.Stat(filepath.Join(s.Dir, "run", "asterisk.ctl")); err == nil {
			if text, err := s.console("core waitfullybooted"); err == nil && strings.Contains(text, "fully booted") {
				return
			}
		}
		select {
		case <-gone:
			s.t.Fatalf("Asterisk ended while it started: %s\n%s", &s.out, s.Log())
		case <-deadline:
			s.t.Fatalf("Asterisk did not start in a minute\n%s", s.Log())
		case <-retry.C:
		}
	}
}

// Empty tells whether no channel is left.
func (s *Server) Empty() bool {
	req, err := http.NewRequest(http.MethodGet, s.ARI+"/ari/channels", nil)
	if err != nil {
		return false
	}
	req.SetBasicAuth(s.ARIUser, s.ARIPassword)
	res, err := (&http.Client{Timeout: 5 * time.Second}).Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	channels, err := io.ReadAll(res.Body)
	return err == nil && res.StatusCode == http.StatusOK && strings.TrimSpace(string(channels)) == "[]"
}

// Command runs a command of the console, such as "core show channels", and returns what it printed.
func (s *Server) Command(line string) string {
	s.t.Helper()
	text, err := s.console(line)
	if err != nil {
		s.t.Fatalf("Asterisk's console: %s: %v: %s", line, err, text)
	}
	return text
}

func (s *Server) console(line string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	text, err := exec.CommandContext(ctx, s.program, "-C", filepath.Join(s.etc, "asterisk.conf"), "-rx", line).CombinedOutput()
	return string(text), err
}

// PID is the process that runs or ran last.
func (s *Server) PID() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cmd.Process.Pid
}

// Kill ends Asterisk as a crash does and waits until it is gone. Killing twice is no fault.
func (s *Server) Kill() { s.end(syscall.SIGKILL, time.Minute) }

// Stop ends Asterisk in order: calls are hung up, files closed. Stopping twice is no fault.
func (s *Server) Stop() { s.end(syscall.SIGTERM, 30*time.Second) }

func (s *Server) end(signal syscall.Signal, patience time.Duration) {
	s.mu.Lock()
	cmd, gone := s.cmd, s.gone
	s.mu.Unlock()
	if cmd == nil {
		return
	}
	_ = cmd.Process.Signal(signal) // it may have ended already
	select {
	case <-gone:
	case <-time.After(patience):
		_ = cmd.Process.Kill()
		<-gone
		s.t.Errorf("Asterisk did not end in %s and was killed", patience)
	}
	// The next start must not take the socket of this one for its own.
	_ = os.Remove(filepath.Join(s.Dir, "run", "asterisk.ctl"))
}

// Deaths counts the applications that have gone without a word, as far as Asterisk has seen it, which takes it a moment.
func (s *Server) Deaths() int { return strings.Count(s.Log(), "WebSocket read error") }

// Log is what Asterisk has logged so far: notices, warnings and errors.
func (s *Server) Log() string {
	text, err := os.ReadFile(filepath.Join(s.Dir, "log", "messages.log"))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// repository is the root of the source tree, three directories above this file.
func repository() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..")
}
