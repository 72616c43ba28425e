package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hotline/telephony/call"
	"hotline/web"
	webpostgres "hotline/web/postgres"
	"hotline/web/ui"
)

const (
	password   = "пароль-для-перевірки"
	shots      = "HOTLINE_TEST_SHOTS" // a directory: pictures of the story are wanted there
	sampleRate = 48000
)

// desktop is somebody's browser: a real Chromium, whose microphone sings one tone without end.
type desktop struct {
	t    *testing.T
	w    *town
	name string
	id   call.AgentID
	as   string // the login
	ctx  context.Context
}

// desktop starts a browser of its own; microphones belong to processes, not to tabs.
func (w *town) desktop(t *testing.T, name string, hz float64) *desktop {
	t.Helper()
	if !ui.Built() {
		t.Fatal("the desktop is not built: run `make test`, or `npm ci && npm run build` in web/ui")
	}
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("no Chromium: run deploy/install: %v", err)
	}
	microphone := filepath.Join(t.TempDir(), "microphone.wav")
	must(t, os.WriteFile(microphone, singing(hz), 0o600))
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.WindowSize(1440, 900),
		chromedp.Flag("lang", "uk-UA"), chromedp.Env("LANGUAGE=uk"),
		chromedp.Flag("use-fake-ui-for-media-stream", true), chromedp.Flag("use-fake-device-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-audio-capture", microphone),
		// An Asterisk without mDNS can do nothing with candidates whose names end in .local.
		chromedp.Flag("disable-features", "Translate,WebRtcHideLocalIpsWithMdns"))
	ctx, cancel := chromedp.NewExecAllocator(w.ctx, options...)
	t.Cleanup(cancel)
	ctx, leave := chromedp.NewContext(ctx)
	t.Cleanup(leave)
	d := &desktop{t: t, w: w, name: name, ctx: ctx}
	must(t, chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)))
	t.Cleanup(d.testify)
	go d.console()
	return d
}

// singing is a second of a tone as a WAV file, 16 bit mono, which ends where it begins when hz is whole.
func singing(hz float64) []byte {
	b := append([]byte("RIFF\x00\x00\x00\x00WAVEfmt "), 16, 0, 0, 0, 1, 0, 1, 0)
	b = binary.LittleEndian.AppendUint32(b, sampleRate)
	b = binary.LittleEndian.AppendUint32(b, 2*sampleRate)
	b = append(b, 2, 0, 16, 0, 'd', 'a', 't', 'a')
	b = binary.LittleEndian.AppendUint32(b, 2*sampleRate)
	for i := range sampleRate {
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(8000*math.Sin(2*math.Pi*hz*float64(i)/sampleRate))))
	}
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}

// console writes what the page complains of into the test's log, until the browser has gone.
func (d *desktop) console() {
	for m, err := range chromedp.Console(d.ctx) {
		if err != nil {
			return
		}
		if m.IsException() {
			d.t.Errorf("exception at %s: %s", d.name, m)
		} else if d.w.ctx.Err() == nil {
			d.t.Logf("console of %s: %s", d.name, m)
		}
	}
}

// testify tells what a failed test's browser shows.
func (d *desktop) testify() {
	if !d.t.Failed() || d.ctx.Err() != nil {
		return
	}
	said, err := look[string](d, `JSON.stringify([location.href, window.__hotline?.phone(), window.__hotline?.heard()]) + "\n" + document.body.innerText`)
	d.t.Logf("the screen of %s (%v): %s", d.name, err, said)
}

// look evaluates an expression in the page.
func look[T any](d *desktop, expression string) (T, error) {
	return chromedp.Run(d.ctx, chromedp.Evaluate[T](expression))
}

// until waits until an expression is true in the page, also across its reloads.
func (d *desktop) until(what, expression string) {
	d.t.Helper()
	within(d.t, fmt.Sprintf("%s at %s: %s", what, d.name, expression), func() bool {
		is, err := look[bool](d, "Boolean("+expression+")")
		return err == nil && is
	})
}

// within is town.until for what a person would not wait for: the rest of the test's time is left for its testimony.
func within(t *testing.T, what string, is func() bool) {
	t.Helper()
	patience, end := context.WithTimeout(t.Context(), 40*time.Second)
	defer end()
	until(t, patience, what, is)
}

func element(id string) string {
	return fmt.Sprintf(`document.querySelector('[data-testid="%s"]')`, id)
}

// sees waits until an element stands on the screen with these words in it.
func (d *desktop) sees(id string, words ...string) {
	d.t.Helper()
	is := element(id) + "?.checkVisibility()"
	for _, w := range words {
		is += fmt.Sprintf(" && (%s.innerText + (%[1]s.value ?? '')).includes(%q)", element(id), w)
	}
	d.until("stands there", is)
}

// has waits until an element has an attribute of this value.
func (d *desktop) has(id, attribute, value string) {
	d.t.Helper()
	d.until("is", fmt.Sprintf("%s?.getAttribute(%q) === %q", element(id), attribute, value))
}

func (d *desktop) phase(p string) { d.t.Helper(); d.has("callbar", "data-phase", p) }

func (d *desktop) text(id string) string {
	d.t.Helper()
	d.sees(id)
	text, err := look[string](d, element(id)+".innerText")
	must(d.t, err)
	return text
}

// press clicks as a hand does: what is covered, disabled or still moving is not pressed.
func (d *desktop) press(id string) { d.t.Helper(); d.click(id, element(id)) }

// choose takes an option of a field that is a list.
func (d *desktop) choose(id, option string) {
	d.t.Helper()
	d.press(id)
	d.click(option, fmt.Sprintf(`document.querySelector('[role="option"][data-key="%s"]')`, option))
}

func (d *desktop) click(name, expression string) {
	d.t.Helper()
	var at [2]float64
	within(d.t, name+" can be pressed at "+d.name, func() (can bool) {
		found, err := look[[]float64](d, fmt.Sprintf(`(e => {
			if (!e?.checkVisibility() || e.disabled || e.ariaBusy === "true") return null
			e.scrollIntoViewIfNeeded()
			const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2
			return e.contains(document.elementFromPoint(x, y)) ? [x, y] : null
		})(%s)`, expression))
		if err != nil || len(found) != 2 {
			return false
		}
		can, at = at == [2]float64(found), [2]float64(found)
		return can
	})
	must(d.t, chromedp.Do(d.ctx, chromedp.MouseClickXY(at[0], at[1])))
}

// key presses keys of the keyboard, such as kb.F2.
func (d *desktop) key(k string) { d.t.Helper(); must(d.t, chromedp.Do(d.ctx, chromedp.KeyEvent(k))) }

// write replaces what stands in a field.
func (d *desktop) write(id, words string) {
	d.t.Helper()
	d.sees(id)
	_, err := look[string](d, element(id)+".focus(), "+element(id)+".select?.(), ''")
	must(d.t, err)
	d.key(words)
}

// hears waits until these tones of the line sound in this browser's loudspeaker, and none is louder.
func (d *desktop) hears(tones ...float64) {
	d.t.Helper()
	want, err := json.Marshal(tones)
	must(d.t, err)
	d.until("hears", fmt.Sprintf(`((want, near, h) => h && h.peak_db > -50 && want.some(near(h.peaks_hz[0])) &&
		want.every((hz) => h.peaks_hz.some(near(hz))))(%s, (a) => (b) => Math.abs(a - b) < 12, window.__hotline?.heard())`, want))
}

func (d *desktop) hearsNothing() {
	d.t.Helper()
	d.until("hears nothing", "window.__hotline.heard().rms < 0.001")
}

// open goes to a page of the desktop, with the ear of tests.
func (d *desktop) open(path string) {
	d.t.Helper()
	must(d.t, chromedp.Do(d.ctx, chromedp.Navigate("http://"+d.w.cfg.Listen+path+"?hotline-test")))
}

// login makes the user and goes through the page of the login.
func (d *desktop) login(role web.Role, service call.Service) {
	d.t.Helper()
	d.as = fmt.Sprintf("user%d", time.Now().UnixNano())
	users := web.NewUsers(webpostgres.New(d.w.pool), d.w.now)
	u, err := users.Add(d.w.ctx, web.User{Login: d.as, Name: d.name, Role: role, Service: string(service)}, password)
	must(d.t, err)
	d.id = call.AgentID(u.ID)
	if role == web.Agent {
		must(d.t, d.w.tel.PutAgent(d.w.ctx, d.id, d.name, service))
	}
	if role == web.Supervisor {
		must(d.t, d.w.tel.PutSupervisor(d.w.ctx, d.id, d.name))
	}
	d.enter()
}

// enter goes through the page of the login.
func (d *desktop) enter() {
	d.t.Helper()
	d.w.until(d.t, "the web server listens", func() bool {
		return chromedp.Do(d.ctx, chromedp.Navigate("http://"+d.w.cfg.Listen+"/login?hotline-test")) == nil
	})
	d.write("login", d.as)
	d.write("password", password)
	d.press("login-submit")
	d.sees("user-name", d.name)
}

// agentDesktop is an agent on shift at the browser's phone, who sings hz.
func (w *town) agentDesktop(t *testing.T, name string, service call.Service, hz float64) *desktop {
	t.Helper()
	d := w.desktop(t, name, hz)
	d.login(web.Agent, service)
	d.press("phone-browser")
	d.press("shift-start")
	d.ready()
	return d
}

// ready waits until the phone in the browser can be rung.
func (d *desktop) ready() {
	d.t.Helper()
	d.has("phone-lamp", "data-ready", "true")
	d.w.until(d.t, d.name+" is reachable", func() bool {
		a := d.w.state(d.t, d.id).Agent
		return a.PhoneReachable && a.Desktop
	})
}

// picture takes the screen at the widths that people have, when pictures are wanted.
func (d *desktop) picture(name string) {
	d.t.Helper()
	dir := os.Getenv(shots)
	if dir == "" {
		return
	}
	must(d.t, os.MkdirAll(dir, 0o755))
	for _, size := range [][2]int64{{1440, 900}, {1024, 768}, {320, 640}} { // the widest first: a waveform follows the width with a delay
		must(d.t, chromedp.Do(d.ctx, chromedp.EmulateViewport(size[0], size[1])))
		png, err := chromedp.Run(d.ctx, chromedp.FullScreenshot(100))
		must(d.t, err)
		must(d.t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, size[0])), png, 0o644))
	}
	must(d.t, chromedp.Do(d.ctx, chromedp.EmulateViewport(1440, 900)))
}

// close closes the tab as its cross does: the page is told and says goodbye.
func (d *desktop) close() {
	d.t.Helper()
	_, _ = chromedp.Call(d.ctx, page.Close, cdp.Empty{}) // the answer is lost with the tab
}

// kill ends the browser as a crash does: no page says goodbye.
func (d *desktop) kill() {
	d.t.Helper()
	must(d.t, chromedp.FromContext(d.ctx).Browser.Process().Kill())
}

// digits leaves only what is dialled.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
