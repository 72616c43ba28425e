package softphone

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// WindowLength is the length of one measurement: 480 samples, which separate two
// tones that are 1/60 ms = 16.7 Hz apart.
const WindowLength = 60 * time.Millisecond

const windowSamples = 480

// What counts as a tone. Shares are of the window's whole power, so they do not
// depend on the volume: a lone tone has a share of 1, each of three equal ones a
// third, and a tone 15 Hz beside the measured one leaks 0.012 into it.
const (
	toneShare   = 0.08
	toneLevel   = -45.0 // dBm0
	silentLevel = -50.0 // dBm0, the level of a window below which it is silent
	nearTones   = 20.0  // Hz: of two tones that are as near as this only the stronger counts
	quietest    = -96.0 // dBm0, printed instead of minus infinity
)

// TestTones are the tones by which the parties of a test are told apart, in Hz:
// music 300, ringback 425, caller 440, agent 620, target of a transfer 850,
// supervisor 1110 and the prompts 1400, 1600 and 1800.
func TestTones() []float64 { return []float64{300, 425, 440, 620, 850, 1110, 1400, 1600, 1800} }

// The tones of TestTones by their parties: in Hz.
const (
	ToneMusic      = 300.0
	ToneRingback   = 425.0
	ToneCaller     = 440.0
	ToneAgent      = 620.0
	ToneTarget     = 850.0
	ToneSupervisor = 1110.0
	TonePrompt1    = 1400.0
	TonePrompt2    = 1600.0
	TonePrompt3    = 1800.0
)

// ToneLevel is what one window holds of one tone.
type ToneLevel struct {
	Hz      float64
	Level   float64 // dBm0
	Share   float64 // of the window's power, 0 … 1 and slightly above by rounding
	Present bool    // loud enough, and no neighbour's leak
}

// Window is the measurement of 60 ms of sound.
type Window struct {
	At      time.Time     // when its last sample arrived; zero from DetectTones
	Offset  time.Duration // of its first sample from the beginning of the sound
	Level   float64       // of everything in it, dBm0
	Tones   []ToneLevel   // in the order of the tones that were asked for
	Missing bool          // no RTP arrived in this time: silence that nobody sent
}

// Silent reports that nothing can be heard, whether silence was sent or nothing was.
func (w Window) Silent() bool { return w.Missing || w.Level < silentLevel }

// Has reports that the tone is heard, perhaps among others.
func (w Window) Has(hz float64) bool {
	return slices.ContainsFunc(w.Tones, func(t ToneLevel) bool { return t.Hz == hz && t.Present })
}

// Only reports that exactly these tones are heard of those that are listened for.
// Only() without tones is not silence: it is sound without any known tone, or silence.
func (w Window) Only(hz ...float64) bool {
	for _, t := range w.Tones {
		if t.Present != slices.Contains(hz, t.Hz) {
			return false
		}
	}
	for _, f := range hz {
		if !w.Has(f) {
			return false
		}
	}
	return true
}

// String is like "12.3s 440 Hz -16 dB, 620 Hz -17 dB".
func (w Window) String() string {
	at := fmt.Sprintf("%.2fs ", w.Offset.Seconds())
	switch {
	case w.Missing:
		return at + "no RTP"
	case w.Silent():
		return at + "silence"
	}
	var heard []string
	for _, t := range w.Tones {
		if t.Present {
			heard = append(heard, fmt.Sprintf("%g Hz %.0f dB", t.Hz, t.Level))
		}
	}
	if heard == nil {
		return at + fmt.Sprintf("no known tone, %.0f dB", w.Level)
	}
	return at + strings.Join(heard, ", ")
}

// DetectTones measures a recording: raw A-law, 8000 Hz, one channel. A rest that is
// shorter than a window is not measured. It is the same detector that an Ear uses.
func DetectTones(alaw []byte, hz []float64) []Window {
	d := newDetector(hz)
	windows := make([]Window, 0, len(alaw)/windowSamples)
	var linear [windowSamples]float64
	for n := 0; n+windowSamples <= len(alaw); n += windowSamples {
		for i, code := range alaw[n : n+windowSamples] {
			linear[i] = float64(alawLinear[code])
		}
		w := d.measure(linear[:])
		w.Offset = time.Duration(n) * time.Second / 8000
		windows = append(windows, w)
	}
	return windows
}

// detector measures windows by the Goertzel algorithm, one filter a tone.
type detector struct {
	hz   []float64
	coef []float64
}

func newDetector(hz []float64) *detector {
	d := &detector{hz: slices.Clone(hz), coef: make([]float64, len(hz))}
	for i, f := range hz {
		d.coef[i] = 2 * math.Cos(2*math.Pi*f/8000)
	}
	return d
}

func (d *detector) measure(samples []float64) Window {
	n := float64(len(samples))
	var total float64
	for _, x := range samples {
		total += x * x
	}
	total /= n
	w := Window{Level: dbm0(total), Tones: make([]ToneLevel, len(d.hz))}
	for i, c := range d.coef {
		var s1, s2 float64
		for _, x := range samples {
			s1, s2 = x+c*s1-s2, s1
		}
		power := 2 * (s1*s1 + s2*s2 - c*s1*s2) / (n * n)
		t := ToneLevel{Hz: d.hz[i], Level: dbm0(power)}
		if total > 0 {
			t.Share = power / total
		}
		t.Present = t.Share >= toneShare && t.Level >= toneLevel
		w.Tones[i] = t
	}
	for i, t := range w.Tones {
		for _, other := range w.Tones {
			if t.Hz != other.Hz && math.Abs(t.Hz-other.Hz) < nearTones && other.Share > t.Share {
				w.Tones[i].Present = false
			}
		}
	}
	return w
}

// dbm0 turns a mean square in linear units into a level.
func dbm0(power float64) float64 {
	if power <= 0 {
		return quietest
	}
	return max(quietest, 10*math.Log10(power/(alawFullScale*alawFullScale/2))+3.14)
}
