package asterisk

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline/telephony/softphone"
)

// running is an Asterisk of the test's own: its own directory, its own ports, prompts and music that are tones.
type running struct {
	url string // of its HTTP server
	sip string // host:port
	log string // file
}

// tones are the prompts and their tone; music is the music's.
var tones = map[string]float64{
	"uk/hotline/welcome": softphone.TonePrompt1, "uk/hotline/apology": softphone.TonePrompt2, "uk/beep": softphone.TonePrompt3,
}

func startAsterisk(t *testing.T) running {
	t.Helper()
	program, err := filepath.Abs("../../deploy/bin/asterisk")
	must(t, "find Asterisk", err)
	out, err := exec.Command(program, "--paths").Output()
	must(t, "ask for Asterisk's directories", err)
	dirs := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			dirs[name] = value
		}
	}
	home := t.TempDir()
	web, sip := freePort(t, "tcp"), freePort(t, "udp")
	r := running{url: "http://" + web, sip: sip, log: filepath.Join(home, "log", "full")}
	makeData(t, dirs["DATA_DIR"], home)
	_, webPort, _ := net.SplitHostPort(web) // both were made by freePort
	for name, text := range configuration {
		text = strings.NewReplacer("@HOME", home, "@MODULES", dirs["MODULES_DIR"], "@WEB", webPort, "@SIP", sip).Replace(text)
		writeFile(t, filepath.Join(home, "etc", name), []byte(text))
	}
	for _, name := range []string{"log", "run", "spool", "lib", "keys"} {
		must(t, "make directory", os.MkdirAll(filepath.Join(home, name), 0o755))
	}
	cmd := exec.Command(program, "-f", "-C", filepath.Join(home, "etc", "asterisk.conf"))
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	must(t, "start Asterisk", cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // at its leisure it would wait 15 s for idle HTTP connections
		_ = cmd.Wait()         // it says how it was ended: by us
		if t.Failed() {
			text, _ := os.ReadFile(r.log)
			t.Logf("Asterisk said:\n%s\n%s", said.String(), text)
		}
	})
	deadline := time.Now().Add(30 * time.Second)
	for {
		ctx, cancel := context.WithDeadline(context.Background(), deadline)
		ready := isReady(ctx, r.url)
		cancel()
		if ready {
			return r
		}
		if time.Now().After(deadline) {
			t.Fatalf("Asterisk did not start: %s", said.String())
		}
		<-time.After(50 * time.Millisecond)
	}
}

// isReady asks for what is there last: ARI's applications, once the modules are loaded.
func isReady(ctx context.Context, base string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/ari/bridges", nil)
	if err != nil {
		return false
	}
	req.SetBasicAuth("hotline", "secret")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func freePort(t *testing.T, network string) string {
	t.Helper()
	if network == "udp" {
		c, err := net.ListenPacket(network, "127.0.0.1:0")
		must(t, "find a port", err)
		defer c.Close()
		return c.LocalAddr().String()
	}
	l, err := net.Listen(network, "127.0.0.1:0")
	must(t, "find a port", err)
	defer l.Close()
	return l.Addr().String()
}

// makeData gives Asterisk its own data directory, with our sounds.
func makeData(t *testing.T, from, home string) {
	t.Helper()
	data := filepath.Join(home, "data")
	must(t, "make directory", os.MkdirAll(data, 0o755))
	entries, err := os.ReadDir(from)
	must(t, "read Asterisk's data", err)
	for _, e := range entries {
		if e.Name() != "sounds" && e.Name() != "moh" {
			must(t, "link data", os.Symlink(filepath.Join(from, e.Name()), filepath.Join(data, e.Name())))
		}
	}
	for name, hz := range tones {
		writeFile(t, filepath.Join(data, "sounds", name+".sln"), slin(hz, 2*time.Second))
	}
	writeFile(t, filepath.Join(home, "music", "music.sln"), slin(softphone.ToneMusic, 20*time.Second))
}

// slin is a tone in Asterisk's raw format: 16 bits, little-endian, 8 kHz.
func slin(hz float64, length time.Duration) []byte {
	out := make([]byte, 0, int(length.Seconds()*8000)*2)
	for i := range int(length.Seconds() * 8000) {
		v := int16(8000 * math.Sin(2*math.Pi*hz*float64(i)/8000))
		out = append(out, byte(v), byte(uint16(v)>>8))
	}
	return out
}

func writeFile(t *testing.T, name string, content []byte) {
	t.Helper()
	must(t, "make directory", os.MkdirAll(filepath.Dir(name), 0o755))
	must(t, "write file", os.WriteFile(name, content, 0o600))
}

// configuration is the least with which these tests have what deploy/asterisk gives.
var configuration = map[string]string{
	"asterisk.conf": `[directories]
astetcdir => @HOME/etc
astmoddir => @MODULES
astvarlibdir => @HOME/lib
astdbdir => @HOME/lib
astkeydir => @HOME/keys
astdatadir => @HOME/data
astagidir => @HOME/lib
astspooldir => @HOME/spool
astrundir => @HOME/run
astlogdir => @HOME/log
[options]
systemname = test
entityid = 02:00:00:00:00:01
`,
	"modules.conf": func() string {
		var b strings.Builder
		b.WriteString("[modules]\nautoload=no\n")
		for name := range strings.FieldsSeq(modules) {
			fmt.Fprintf(&b, "load=%s.so\n", name)
		}
		return b.String()
	}(),
	"logger.conf":      "[general]\n[logfiles]\nfull => notice,warning,error,verbose(3)\n",
	"http.conf":        "[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport=@WEB\nsessionlimit=1000\nsession_keep_alive=15000\n",
	"ari.conf":         "[general]\nenabled=yes\nwebsocket_write_timeout=2000\n[hotline]\ntype=user\npassword=secret\n",
	"rtp.conf":         "[general]\nrtpstart=30000\nrtpend=34999\n",
	"musiconhold.conf": "[general]\n[hotline]\nmode=files\ndirectory=@HOME/music\n",
	"indications.conf": "[general]\ncountry=ua\n[ua]\ndescription=Ukraine\nringcadence=1000,4000\ndial=425\nbusy=425/350,0/350\nring=425/1000,0/4000\ncongestion=425/175,0/175\n",
	"sorcery.conf": `[res_pjsip]
auth=config,pjsip.conf,criteria=type=auth
auth=memory
aor=config,pjsip.conf,criteria=type=aor
aor=memory
endpoint=config,pjsip.conf,criteria=type=endpoint
endpoint=memory
contact=memory
`,
	"pjsip.conf": `[global]
type=global
endpoint_identifier_order=ip,username
max_initial_qualify_time=1
[transport-udp]
type=transport
protocol=udp
bind=@SIP
[transport-ws]
type=transport
protocol=ws
bind=127.0.0.1
[trunk]
type=endpoint
context=from-trunk
disallow=all
allow=alaw,ulaw
direct_media=no
language=uk
send_connected_line=no
[trunk]
type=identify
endpoint=trunk
match=127.0.0.2
`,
	"extensions.conf": `[agents-none]
[from-trunk]
exten => _X.,1,Answer()
 same => n,StasisBroadcast(1500,^hotline$,in,${EXTEN})
 same => n,GotoIf($["${STASISSTATUS}" = "SUCCESS"]?done)
 same => n,Playback(beep)
 same => n(done),Hangup()
`,
	"stasis.conf": "", "features.conf": "", "acl.conf": "", "udptl.conf": "", "cdr.conf": "[general]\nenable=no\n",
	"cel.conf": "[general]\nenable=no\n", "ccss.conf": "", "codecs.conf": "", "pjproject.conf": "",
}

const modules = `
res_timing_timerfd res_crypto res_sorcery_config res_sorcery_memory res_sorcery_astdb res_pjproject res_http_websocket
res_websocket_client res_rtp_asterisk res_srtp res_pjsip res_pjsip_session res_pjsip_pubsub res_pjsip_sdp_rtp
res_pjsip_caller_id res_pjsip_header_funcs res_pjsip_rfc3326 res_pjsip_nat res_pjsip_acl res_pjsip_authenticator_digest
res_pjsip_outbound_authenticator_digest res_pjsip_endpoint_identifier_ip res_pjsip_endpoint_identifier_user
res_pjsip_registrar res_pjsip_transport_websocket chan_pjsip bridge_simple bridge_softmix bridge_holding res_musiconhold
codec_alaw codec_ulaw codec_resample format_pcm format_wav format_sln func_channel func_callerid func_strings func_logic
pbx_config app_playback app_stack res_ari_model res_stasis res_stasis_answer res_stasis_playback res_stasis_recording
res_stasis_snoop res_stasis_device_state res_ari res_ari_applications res_ari_asterisk res_ari_bridges res_ari_channels
res_ari_device_states res_ari_endpoints res_ari_events res_ari_playbacks res_ari_recordings app_stasis
res_stasis_broadcast app_stasis_broadcast`
