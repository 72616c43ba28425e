package asterisktest

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/telephony/softphone"
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

func TestTones_AreWhatTheyAreCalled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := writeTones(dir+"/sounds", dir+"/music"); err != nil {
		t.Fatal(err)
	}
	want := map[string]Tone{"sounds/beep": beep, "music/tone": {Hz: MusicHz}}
	for name, tone := range Tones {
		want["sounds/hotline/"+name] = tone
	}
	for name, tone := range want {
		sound, err := os.ReadFile(filepath.Join(dir, name+".alaw"))
		if err != nil {
			t.Fatal(err)
		}
		all := softphone.DetectTones(sound, []float64{tone.Hz, tone.Hz + 130})
		if len(all) < 3 {
			t.Fatalf("%s: %d windows", name, len(all))
		}
		for _, w := range all[:len(all)-1] { // the last one may be cut short
			if !w.Only(tone.Hz) {
				t.Errorf("%s at %s: %v, want %v Hz", name, w.Offset, w.Tones, tone.Hz)
				break
			}
		}
	}
}
