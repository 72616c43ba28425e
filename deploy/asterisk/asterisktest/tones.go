package asterisktest

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"
)

// Tone is what a prompt sounds like in tests.
type Tone struct {
	Hz     float64
	Length time.Duration
}

// MusicHz is the tone that one hears instead of music, without a break.
const MusicHz = 300

// Tones are the prompts by name.
var Tones = map[string]Tone{
	"welcome":        {1400, 600 * time.Millisecond},
	"recorded":       {1600, 400 * time.Millisecond},
	"closed":         {1800, 600 * time.Millisecond},
	"away":           {2000, 600 * time.Millisecond},
	"message-thanks": {2200, 400 * time.Millisecond},
	"apology":        {2400, 400 * time.Millisecond},
}

// beep is played before a message is recorded.
var beep = Tone{1000, 200 * time.Millisecond}

// writeTones makes the directories of sounds and music.
func writeTones(sounds, music string) error {
	all := map[string]Tone{filepath.Join(sounds, "beep"): beep}
	for name, tone := range Tones {
		all[filepath.Join(sounds, "hotline", name)] = tone
	}
	// A whole number of periods, so that the repetition is heard as one tone.
	all[filepath.Join(music, "tone")] = Tone{MusicHz, 10 * time.Second}
	for path, tone := range all {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return fmt.Errorf("make tones: %w", err)
		}
		if err := os.WriteFile(path+".alaw", tone.alaw(), 0o600); err != nil {
			return fmt.Errorf("make tones: %w", err)
		}
	}
	return nil
}

// alaw is the tone at -10 dBm0, 8000 samples a second.
func (t Tone) alaw() []byte {
	const rate, peak = 8000, 8000
	out := make([]byte, int(t.Length.Seconds()*rate))
	for i := range out {
		out[i] = encode(int(peak * math.Sin(2*math.Pi*t.Hz*float64(i)/rate)))
	}
	return out
}

// encode is ITU-T G.711 A-law of a 16-bit sample.
func encode(sample int) byte {
	sign := byte(0x80)
	if sample < 0 {
		sign, sample = 0, -sample-1
	}
	sample = min(sample, 32767) >> 3 // 12 bits of magnitude
	segment := 0
	for s := sample >> 5; s > 0 && segment < 7; s >>= 1 {
		segment++
	}
	step := sample >> 1
	if segment > 1 {
		step = sample >> segment
	}
	return (sign | byte(segment<<4) | byte(step&0x0f)) ^ 0x55
}
