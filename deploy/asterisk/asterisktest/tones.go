package asterisktest

import (
	"encoding/binary"
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
	"calling":        {2600, 400 * time.Millisecond},
	"closed":         {1800, 600 * time.Millisecond},
	"away":           {2000, 600 * time.Millisecond},
	"message-thanks": {2200, 400 * time.Millisecond},
	"apology":        {2400, 400 * time.Millisecond},
	"outage":         {2800, 600 * time.Millisecond},
	"works":          {3000, 600 * time.Millisecond},
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
		if err := os.WriteFile(path+".sln", tone.linear(), 0o600); err != nil {
			return fmt.Errorf("make tones: %w", err)
		}
	}
	return nil
}

// linear is the tone at -10 dBm0, 8000 samples a second, 16 bits, the low byte first.
func (t Tone) linear() []byte {
	const rate, peak = 8000, 8000
	out := make([]byte, 0, 2*int(t.Length.Seconds()*rate))
	for i := range int(t.Length.Seconds() * rate) {
		out = binary.LittleEndian.AppendUint16(out, uint16(int16(peak*math.Sin(2*math.Pi*t.Hz*float64(i)/rate))))
	}
	return out
}
