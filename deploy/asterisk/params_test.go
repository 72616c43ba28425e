package asterisk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/deploy/asterisk"
)

// params are a whole set without a fault; the module that Claim looks for is an empty file.
func params(t *testing.T) asterisk.Params {
	t.Helper()
	dir := t.TempDir()
	modules := filepath.Join(dir, "modules")
	if err := os.MkdirAll(modules, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(modules, "app_stasis_broadcast.so"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return asterisk.Params{
		Dir: dir + "/a", ModulesDir: modules, DataDir: "/usr/share/asterisk", SoundsDir: dir + "/sounds", MusicDir: dir + "/music", SpoolDir: dir + "/spool",
		Node: "kyiv1", SIPAddr: "10.0.0.5:5060", HTTPAddr: "127.0.0.1:8088", AMIAddr: "127.0.0.1:5038",
		ARIUser: "hotline", ARIPassword: "ari-secret", AMIUser: "hotline", AMIPassword: "ami-secret", App: "hotline",
		DIDs: []string{"+380443668012", "0800100"}, Carriers: []string{"127.0.0.2", "198.51.100.0/24"},
		RTPStart: 10000, RTPEnd: 20000, Claim: true,
	}
}

// lines are the lines of a rendered file that are not comments.
func lines(t *testing.T, path string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, ";") {
			all = append(all, line)
		}
	}
	return all
}

func has(all []string, line string) bool {
	for _, l := range all {
		if l == line {
			return true
		}
	}
	return false
}

func TestRender_CommandsAreReachedFromLoopbackOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "etc")
	if err := asterisk.Render(params(t), dir); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]string{
		"http.conf":       {"bindaddr = 127.0.0.1", "bindport = 8088"},
		"manager.conf":    {"bindaddr = 127.0.0.1", "port = 5038", "webenabled = no", "write = call", "deny = 0.0.0.0/0.0.0.0"},
		"pjsip.conf":      {"bind = 10.0.0.5:5060", "match = 127.0.0.2", "match = 198.51.100.0/24", "allow_transfer = no", "context = from-trunk"},
		"asterisk.conf":   {"live_dangerously = no", "systemname = kyiv1"},
		"modules.conf":    {"autoload = no", "load = app_stasis_broadcast.so"},
		"extensions.conf": {"exten => 380443668012,1,Set(HOTLINE_DID=+380443668012)", "exten => +0800100,1,Set(HOTLINE_DID=0800100)"},
	} {
		all := lines(t, filepath.Join(dir, file))
		for _, line := range want {
			if !has(all, line) {
				t.Errorf("%s lacks %q", file, line)
			}
		}
	}
}

func TestRender_NothingDialsOutAndNobodyIsAnonymous(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "etc")
	if err := asterisk.Render(params(t), dir); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(dir + "/*.conf")
	if err != nil || len(files) < 20 {
		t.Fatalf("files: %v, %v", files, err)
	}
	for _, file := range files {
		for _, line := range lines(t, file) {
			for _, bad := range []string{"Dial(", "Originate(", "System(", "SHELL(", "app_dial", "anonymous", "res_pjsip_refer", "app_system", "app_originate", "<no value>", "aors =", "contact = sip"} {
				if strings.Contains(line, bad) {
					t.Errorf("%s: %s", filepath.Base(file), line)
				}
			}
		}
		st, err := os.Stat(file)
		if err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v: it holds a password", file, st.Mode(), err)
		}
	}
}

func TestRender_Twice_GivesTheSame(t *testing.T) {
	dir, p := filepath.Join(t.TempDir(), "etc"), params(t)
	for range 2 {
		if err := asterisk.Render(p, dir); err != nil {
			t.Fatal(err)
		}
	}
	target, err := os.Readlink(p.Dir + "/data/sounds/uk")
	if err != nil || target != p.SoundsDir {
		t.Errorf("prompts are at %q, %v", target, err)
	}
}

func TestRender_BehindNAT_SaysThePublicAddress(t *testing.T) {
	dir, p := filepath.Join(t.TempDir(), "etc"), params(t)
	p.PublicAddr, p.LocalNets, p.Claim = "203.0.113.5", []string{"10.0.0.0/8"}, false
	if err := asterisk.Render(p, dir); err != nil {
		t.Fatal(err)
	}
	sip, rtp := lines(t, dir+"/pjsip.conf"), lines(t, dir+"/rtp.conf")
	if !has(sip, "external_media_address = 203.0.113.5") || !has(sip, "local_net = 10.0.0.0/8") || !has(rtp, "10.0.0.5 => 203.0.113.5") {
		t.Errorf("%q %q", sip, rtp)
	}
	if has(lines(t, dir+"/modules.conf"), "load = app_stasis_broadcast.so") {
		t.Error("StasisBroadcast is loaded and not used")
	}
}

func TestValidate_TellsAllFaultsAtOnceAndWritesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "etc")
	p := asterisk.Params{
		Dir: "/" + strings.Repeat("x", 100), ModulesDir: "relative", DataDir: "/a;b", SoundsDir: "/a,b", MusicDir: "/a\nb", SpoolDir: "/a(b",
		Node: "Київ", SIPAddr: "host:5060", HTTPAddr: "0.0.0.0:8088", AMIAddr: "[::1]:0", ARIUser: "general", AMIUser: "a b", App: "a,b",
		ARIPassword: "short", AMIPassword: "secret;rest-of-it", DIDs: []string{"12a", "+1234", "1234"}, Carriers: []string{"carrier.example", "0.0.0.0/0"},
		RTPStart: 80, RTPEnd: 81, Claim: true, PublicAddr: "x", LocalNets: []string{"10.0.0.0"},
	}
	err := asterisk.Render(p, dir)
	if err == nil {
		t.Fatal("no fault was found")
	}
	for _, name := range []string{
		"Dir: 101", "ModulesDir:", "DataDir:", "SoundsDir:", "MusicDir:", "SpoolDir:", "Node:", "SIPAddr:", "HTTPAddr: 0.0.0.0:8088 is not a loopback",
		"AMIAddr:", "ARIUser:", "AMIUser:", "App:", "ARIPassword:", "AMIPassword:", `DIDs: "12a"`, "DIDs: 1234 is there twice",
		`Carriers: "carrier.example"`, `Carriers: "0.0.0.0/0"`, "RTPStart", "Claim:", "PublicAddr:", "LocalNets:",
	} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("not told: %s", name)
		}
	}
	if strings.Contains(err.Error(), "short") || strings.Contains(err.Error(), "rest-of-it") {
		t.Error("a password is printed")
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("something was written: %v", err)
	}
	if err := (asterisk.Params{}).Validate(); err == nil || !strings.Contains(err.Error(), "Carriers:") || !strings.Contains(err.Error(), "DIDs:") {
		t.Errorf("empty parameters: %v", err)
	}
	if err := params(t).Validate(); err != nil {
		t.Errorf("good parameters: %v", err)
	}
}
