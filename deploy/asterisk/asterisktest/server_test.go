package asterisktest

import (
	"net"
	"strings"
	"testing"
)

func TestServer_KilledAndStartedAgain_IsAnotherProcessOnTheSamePorts(t *testing.T) {
	t.Parallel()
	s := Start(t, Options{Node: "again", Modules: []string{"func_math.so"}, Dialplan: "[extra]\nexten => 1,1,Hangup()\n"})
	if text := s.Command("dialplan show extra"); !strings.Contains(text, "Hangup()") {
		t.Errorf("the dialplan that was appended: %s", text)
	}
	if text := s.Command("module show like func_math"); !strings.Contains(text, "1 modules loaded") {
		t.Errorf("the module that was appended: %s", text)
	}
	first := s.PID()
	s.Kill()
	if conn, err := net.Dial("tcp", s.HTTPAddr); err == nil {
		_ = conn.Close() // it should not be there
		t.Error("ARI answers after Kill")
	}
	s.Kill() // no fault
	s.Restart()
	if s.PID() == first {
		t.Error("Restart left the process")
	}
	if text := s.Command("core show settings"); !strings.Contains(text, "again") {
		t.Errorf("the system's name: %s", text)
	}
	s.Stop()
	s.Stop() // no fault
}
