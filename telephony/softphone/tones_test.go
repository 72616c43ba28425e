package softphone_test

import (
	"math"
	"testing"
	"time"

	"hotline/telephony/softphone"
)

// A-law codes are checked through the recording detector: these bytes are made by a
// second implementation, the table of G.711 turned into a search.
func toneBytes(hz float64, d time.Duration) []byte { return mix(d, hz) }

func mix(d time.Duration, hz ...float64) []byte {
	audio := make([]byte, int(d.Seconds()*8000))
	for i := range audio {
		var s float64
		for _, f := range hz {
			s += 4000 * math.Sin(2*math.Pi*f*float64(i)/8000)
		}
		audio[i] = nearestCode(int(math.Round(s)))
	}
	return audio
}

// nearestCode searches the code whose level is nearest (G.711, table 1a).
func nearestCode(sample int) byte {
	sign, m := byte(0x80), sample
	if m < 0 {
		sign, m = 0, -m
	}
	best, distance := byte(0), math.MaxInt
	for code := range 128 {
		segment, step := code>>4, code&15
		level := 16*step + 8
		if segment > 0 {
			level = (16*step + 264) << (segment - 1)
		}
		if d := max(level-m, m-level); d < distance {
			best, distance = byte(code), d
		}
	}
	return (sign | best) ^ 0x55
}

func TestDetectTones_EachPartyIsToldFromAllOthers(t *testing.T) {
	t.Parallel()
	all := softphone.TestTones()
	for _, hz := range all {
		for i, w := range softphone.DetectTones(toneBytes(hz, time.Second), all) {
			if !w.Only(hz) {
				t.Errorf("%g Hz, window %d: %v", hz, i, w)
			}
			if want := 20*math.Log10(4000.0/32256) + 3.14; math.Abs(w.Level-want) > 0.3 {
				t.Errorf("%g Hz: level %.2f dBm0, want %.2f", hz, w.Level, want)
			}
		}
	}
}

func TestDetectTones_PartiesTogether(t *testing.T) {
	t.Parallel()
	all := softphone.TestTones()
	for _, parties := range [][]float64{{440, 620}, {440, 620, 850}, {440, 620, 1110}, {300, 1400}, {440, 620, 850, 1110}} {
		for i, w := range softphone.DetectTones(mix(time.Second, parties...), all) {
			if !w.Only(parties...) {
				t.Errorf("%v, window %d: %v", parties, i, w)
			}
		}
	}
}

func TestDetectTones_SilenceAndNoise(t *testing.T) {
	t.Parallel()
	silence := make([]byte, 8000)
	for i := range silence {
		silence[i] = 0xD5
	}
	windows := softphone.DetectTones(silence, softphone.TestTones())
	if len(windows) != 16 {
		t.Errorf("%d windows in a second", len(windows))
	}
	for _, w := range windows {
		if !w.Silent() || w.Has(440) {
			t.Errorf("silence: %v", w)
		}
	}
	if w := softphone.DetectTones(mix(60*time.Millisecond, 2050), softphone.TestTones())[0]; w.Silent() || !w.Only() {
		t.Errorf("an unknown tone: %v", w)
	}
}

func TestTone_RepeatsWithoutAClick(t *testing.T) {
	t.Parallel()
	caller, agent := open(t, softphone.Config{}), open(t, softphone.Config{Tones: []float64{440, 933.3}})
	out, in := talk(t, caller, agent)
	ctx := within(t, 20*time.Second)
	out.Play(softphone.Tone(933.3, -10))
	must(t, in.Heard().Wait(ctx, "933.3 Hz for 1.5 s", 25, func(w softphone.Window) bool {
		return w.Only(933.3) && math.Abs(w.Level+10) < 0.5
	}))
}
