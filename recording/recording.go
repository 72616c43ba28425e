package recording

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a machine without zone files must not shorten a retention
)

// CallID names the call that was recorded: Asterisk's UNIQUEID with its system name, "kyiv1-1763913600.12".
type CallID string

var callID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,126}$`)

// Valid tells whether the id is safe as part of a file's name and of an object's key.
func (c CallID) Valid() bool {
	return callID.MatchString(string(c)) && !strings.Contains(string(c), "..")
}

// ArrivedAt is the second at which Asterisk made the caller's channel, read from the id itself; false when the id is not
// of that shape.
func (c CallID) ArrivedAt() (time.Time, bool) {
	s := string(c)
	s = s[strings.LastIndexByte(s, '-')+1:]
	whole, _, ok := strings.Cut(s, ".")
	if !ok {
		return time.Time{}, false
	}
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec < 1e9 || sec > 1e10 {
		return time.Time{}, false
	}
	return time.Unix(sec, 0).UTC(), true
}

// RecordingID is a random UUID in its 36-character form.
type RecordingID string

// ListenID is a random UUID in its 36-character form; it is also the bearer's address of the audio, with the user's login.
type ListenID string

// UserID is the id of a person who logs in.
type UserID int64

// State is how far a recording has come.
type State string

const (
	Spooled State = "spooled" // in Asterisk's spool, not yet under lock
	Sealed  State = "sealed"  // under lock; final
	Missing State = "missing" // the call is over and there is nothing to seal; files that turn up later are sealed
	Failed  State = "failed"  // the last attempt to seal failed; the spool is kept and the next attempt may succeed
)

// Recording is one call's recording. Sizes, hashes, key, version and SealedAt are empty until it is sealed.
type Recording struct {
	ID           RecordingID
	CallID       CallID
	StartedAt    time.Time // UTC, microseconds
	Duration     time.Duration
	State        State
	Reason       string // why it is missing or failed, for people who look after the system
	Attempts     int    // failed attempts to seal
	SizeBytes    int64
	SHA256       string // of the WAV, hexadecimal
	CallerSHA256 string // of the rx file as it was in the spool, empty when there was none
	HeardSHA256  string // of the tx file
	ObjectKey    string
	VersionID    string // the store's version that is under lock
	RetainUntil  time.Time
	LegalHold    bool
	Channels     int // 2: left is the caller, right is what the caller heard
	Warnings     []string
	SealedAt     time.Time
	Version      int64 // of the row, for compare-and-set
}

// Lengths of what is stored.
const (
	SampleRate   = 8000 // A-law, one byte a sample
	sampleLength = time.Second / SampleRate
	channels     = 2
)

// length is how long so many samples last.
func length(samples int64) time.Duration { return time.Duration(samples) * sampleLength }

// Prefix is the place of a recording's objects: the day of its start in UTC and the call's id.
func Prefix(call CallID, started time.Time) string {
	return started.UTC().Format("2006/01/02/") + string(call) + "/"
}

// Names of a recording's objects below its Prefix.
const (
	TalkName     = "talk.wav"
	ManifestName = "manifest.json"
	PeaksName    = "peaks.json"
)

// beside is the key of another object of the same recording.
func beside(key, name string) string { return key[:strings.LastIndexByte(key, '/')+1] + name }

var kyiv = func() *time.Location {
	l, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		panic(fmt.Sprintf("recording: embedded zone: %v", err)) // tzdata is linked in, see the import
	}
	return l
}()

// RetainUntil is the instant until which a recording that began at start must be kept: three calendar years
// (Regulation 4.3.2), never earlier. 29 February becomes 1 March of the third year. The three years are counted on
// Kyiv's calendar and on UTC's and the later end is taken, so that a change of clocks shortens nothing; part of a second
// is rounded up, because a store keeps whole seconds. The result is UTC.
func RetainUntil(start time.Time) time.Time {
	until := start.UTC().AddDate(3, 0, 0)
	if local := start.In(kyiv).AddDate(3, 0, 0).UTC(); local.After(until) {
		until = local
	}
	if whole := until.Truncate(time.Second); whole.Before(until) {
		until = whole.Add(time.Second)
	}
	return until
}

// NewRecordingID makes a random id (RFC 9562, version 4).
func NewRecordingID() RecordingID { return RecordingID(uuid()) }

// NewListenID makes a random id (RFC 9562, version 4).
func NewListenID() ListenID { return ListenID(uuid()) }

func uuid() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails (Go 1.24)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// Valid tells whether the id has the form of a UUID in lower case.
func (id RecordingID) Valid() bool { return uuidForm.MatchString(string(id)) }

// Valid tells whether the id has the form of a UUID in lower case.
func (id ListenID) Valid() bool { return uuidForm.MatchString(string(id)) }
