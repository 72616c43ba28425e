package recording

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"testing/quick"
	"time"
)

func leg(b []byte) Leg { return Leg{bytes.NewReader(b), int64(len(b))} }

func newTalk(t *testing.T, left, right []byte) *Talk {
	t.Helper()
	talk, err := NewTalk(leg(left), leg(right))
	if err != nil {
		t.Fatal(err)
	}
	return talk
}

func TestTalk_HeaderAndInterleavingByteForByte(t *testing.T) {
	talk := newTalk(t, []byte{0x11, 0x22, 0x33}, []byte{0xA1})
	got, err := io.ReadAll(talk)
	if err != nil {
		t.Fatal(err)
	}
	want := "52494646" + "38000000" + "57415645" + // RIFF, 56 bytes follow, WAVE
		"666d7420" + "12000000" + "0600" + "0200" + "401f0000" + "803e0000" + "0200" + "0800" + "0000" + // A-law, 2 ch, 8 kHz
		"66616374" + "04000000" + "03000000" + // fact: 3 samples a channel
		"64617461" + "06000000" + "11a1" + "22d5" + "33d5" // the right leg is continued with silence
	if hex.EncodeToString(got) != want {
		t.Errorf("got  %x\nwant %s", got, want)
	}
	if talk.Size() != int64(len(got)) {
		t.Errorf("Size is %d, there are %d bytes", talk.Size(), len(got))
	}
}

func TestTalk_AnyLegsComeBackWhenSplit(t *testing.T) {
	property := func(left, right []byte) bool {
		talk := newTalk(t, left, right)
		wav, err := io.ReadAll(talk)
		if err != nil || iotest.TestReader(newTalk(t, left, right), wav) != nil {
			return false
		}
		l, r := legsOf(bytes.NewReader(wav), int64(len(wav)))
		gotLeft, gotRight := make([]byte, l.Samples), make([]byte, r.Samples)
		if l.fill(gotLeft, 0) != nil || r.fill(gotRight, 0) != nil {
			return false
		}
		pad := func(b []byte) []byte {
			return append(bytes.Clone(b), bytes.Repeat([]byte{0xD5}, len(gotLeft)-len(b))...)
		}
		return bytes.Equal(gotLeft, pad(left)) && bytes.Equal(gotRight, pad(right))
	}
	if err := quick.Check(property, nil); err != nil {
		t.Error(err)
	}
}

func TestTalk_ReadsFromAnyPlaceAcrossItsBuffers(t *testing.T) {
	left, right := make([]byte, 50_001), make([]byte, 49_000)
	for i := range left {
		left[i] = byte(rand.Uint32())
	}
	for i := range right {
		right[i] = byte(rand.Uint32())
	}
	talk := newTalk(t, left, right)
	all, err := io.ReadAll(talk)
	if err != nil {
		t.Fatal(err)
	}
	for range 500 {
		from := rand.IntN(len(all))
		part := make([]byte, rand.IntN(len(all)-from)+1)
		if _, err := talk.ReadAt(part, int64(from)); err != nil || !bytes.Equal(part, all[from:from+len(part)]) {
			t.Fatalf("%d bytes from %d differ (%v)", len(part), from, err)
		}
	}
}

func TestTalk_ALegThatGivesLessThanPromisedIsAnErrorNotSilence(t *testing.T) {
	talk, err := NewTalk(Leg{bytes.NewReader(make([]byte, 10)), 11}, Leg{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(talk); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

func TestTalk_LongerThanRIFFCanTellIsRefused(t *testing.T) {
	if _, err := NewTalk(Leg{nil, maxSamples + 1}, Leg{}); !errors.Is(err, ErrInvalid) {
		t.Errorf("got %v", err)
	}
	if talk, err := NewTalk(Leg{nil, maxSamples}, Leg{}); err != nil || talk.Size() > 1<<32-1 {
		t.Errorf("the longest talk: %v", err)
	}
}

func TestRetainUntil_ThreeCalendarYearsNeverEarly_R_4_3_2(t *testing.T) {
	for _, c := range []struct{ name, start, want string }{
		{"plain", "2026-11-23T17:00:00Z", "2029-11-23T17:00:00Z"},
		{"29 February becomes 1 March", "2028-02-29T12:00:00Z", "2031-03-01T12:00:00Z"},
		{"28 February stays", "2027-02-28T12:00:00Z", "2030-02-28T12:00:00Z"},
		{"to a leap year", "2025-02-28T12:00:00Z", "2028-02-28T12:00:00Z"},
		{"29 February in Kyiv, 28 in UTC", "2028-02-28T22:30:00Z", "2031-02-28T22:30:00Z"},
		{"1 March in Kyiv, 29 February in UTC", "2028-02-29T22:30:00Z", "2031-03-01T22:30:00Z"},
		{"summer time then, winter time at the end", "2024-10-26T22:30:00Z", "2027-10-26T22:30:00Z"},
		{"winter time comes earlier in the third year", "2026-10-24T23:30:00Z", "2029-10-24T23:30:00Z"},
		{"summer time at 01:30 of Kyiv, winter time at the end", "2022-10-29T22:30:00Z", "2025-10-29T23:30:00Z"},
		{"part of a second is rounded up", "2026-01-01T00:00:00.000001Z", "2029-01-01T00:00:01Z"},
	} {
		start, err := time.Parse(time.RFC3339Nano, c.start)
		if err != nil {
			t.Fatal(err)
		}
		got := RetainUntil(start)
		if got.Format(time.RFC3339Nano) != c.want {
			t.Errorf("%s: %s is kept until %s, want %s", c.name, c.start, got.Format(time.RFC3339Nano), c.want)
		}
		for _, zone := range []*time.Location{time.UTC, kyiv} {
			if got.Before(start.In(zone).AddDate(3, 0, 0)) {
				t.Errorf("%s: early by the calendar of %s", c.name, zone)
			}
		}
	}
}

func TestPeaks_LowestAndHighestOfEachPixelAndChannel(t *testing.T) {
	// G.711: 0xAA is the highest value, 0x2A the lowest, 0xD5 silence.
	left := bytes.Repeat([]byte{0xD5}, 801)
	left[0], left[399], left[400], left[800] = 0xAA, 0x2A, 0x2A, 0xAA
	p, err := NewPeaks(leg(left), leg([]byte{0xAA}))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"version":2,"channels":2,"sample_rate":8000,"samples_per_pixel":400,"bits":8,"length":3,` +
		`"data":[-126,126,0,126,-126,0,0,0,126,126,0,0]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestPeaks_CoarserAboveAnHour(t *testing.T) {
	hour := make([]byte, 3600*SampleRate+1)
	for _, c := range []struct{ samples, perPixel, pixels int }{{3600 * SampleRate, 400, 72000}, {3600*SampleRate + 1, 800, 36001}} {
		p, err := NewPeaks(leg(hour[:c.samples]), Leg{})
		if err != nil || p.SamplesPerPixel != c.perPixel || p.Length != int64(c.pixels) || len(p.Data) != 4*c.pixels {
			t.Errorf("%d samples: %d a pixel, %d pixels, %v", c.samples, p.SamplesPerPixel, p.Length, err)
		}
	}
}

func TestCallID(t *testing.T) {
	for id, valid := range map[CallID]bool{
		"kyiv1-1763913600.12": true, "a": true, "": false, "../x": false, "a/b": false, "a..b": false, "-rx": false,
		CallID(strings.Repeat("a", 128)): false, "a\nb": false, "дзвінок": false,
	} {
		if id.Valid() != valid {
			t.Errorf("%q: %v", id, id.Valid())
		}
	}
	if at, ok := CallID("kyiv-1-1763913600.12").ArrivedAt(); !ok || at.Unix() != 1763913600 {
		t.Errorf("arrived %v %v", at, ok)
	}
	for _, id := range []CallID{"kyiv1", "kyiv1-12.1", "kyiv1-x.1"} {
		if at, ok := id.ArrivedAt(); ok {
			t.Errorf("%s arrived at %v", id, at)
		}
	}
}

func TestIDs_AreDistinctUUIDs(t *testing.T) {
	a, b := NewRecordingID(), NewRecordingID()
	if a == b || !a.Valid() || !b.Valid() || a[14] != '4' || !NewListenID().Valid() {
		t.Errorf("%s %s", a, b)
	}
}
