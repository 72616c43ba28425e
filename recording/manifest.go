package recording

import (
	"encoding/json"
	"fmt"
	"time"
)

// Manifest says what was sealed. It stands beside the WAV under the same lock, so that a talk can be proved and put in
// order without our database.
type Manifest struct {
	Format      int         `json:"format"` // of this file: 1
	CallID      CallID      `json:"call_id"`
	RecordingID RecordingID `json:"recording_id"`
	StartedAt   time.Time   `json:"started_at"`
	EndedAt     time.Time   `json:"ended_at"`
	DurationMS  int64       `json:"duration_ms"`
	RetainUntil time.Time   `json:"retain_until"`
	Object      string      `json:"object"`
	ContentType string      `json:"content_type"`
	SizeBytes   int64       `json:"size_bytes"`
	SHA256      string      `json:"sha256"`
	Left        Side        `json:"left"`
	Right       Side        `json:"right"`
	SkewMS      int64       `json:"skew_ms"` // left's length less right's
	Warnings    []string    `json:"warnings"`
	Segments    []Segment   `json:"segments,omitempty"`
	Software    string      `json:"software"`
}

// Side is one channel of the WAV and the file that it was made from.
type Side struct {
	Sound    string `json:"sound"` // caller, or heard_by_caller
	Samples  int64  `json:"samples"`
	LengthMS int64  `json:"length_ms"`
	SHA256   string `json:"sha256,omitempty"` // of the headerless file; empty when there was none
}

// Segment is who was in the talk from when to when, in milliseconds of the recording.
type Segment struct {
	Who    string `json:"who"`
	Role   string `json:"role,omitempty"`
	FromMS int64  `json:"from_ms"`
	ToMS   int64  `json:"to_ms"`
}

// ContentType of talk.wav.
const ContentType = "audio/wav"

// maxManifest bounds what is read back: a day's segments fit many times.
const maxManifest = 4 << 20

func (m Manifest) encode() ([]byte, error) {
	if m.Warnings == nil {
		m.Warnings = []string{}
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode manifest of %s: %w", m.CallID, err)
	}
	return append(b, '\n'), nil
}
