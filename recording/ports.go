package recording

import (
	"context"
	"io"
	"time"
)

// Switch tells whether the telephone exchange may still be writing.
type Switch interface {
	// Writing is true while the call's channel lives, and also while that cannot be known.
	Writing(CallID) bool
}

// Calls is told of recordings that nobody has announced.
type Calls interface {
	// Unattended opens what a call needs (a row, a ticket) unless the call is known. It may be told the same call several
	// times, and of a call that telephony knows perfectly well and is only about to announce; both must change nothing.
	Unattended(context.Context, Found) error
}

// Talks knows who was in a call. A nil Talks leaves the manifest without segments.
type Talks interface {
	// Segments of the call, in order; none is no error.
	Segments(context.Context, CallID) ([]Segment, error)
}

// Content is what is put into the store. It is read more than once when a request is repeated.
type Content interface {
	io.ReadSeeker
	io.ReaderAt
}

// Upload is one object to be put.
type Upload struct {
	Key         string
	Body        Content
	Size        int64
	SHA256      string // hexadecimal; the store refuses a body that does not fit it
	ContentType string
	RetainUntil time.Time // COMPLIANCE until then; zero: not locked
	NewVersion  bool      // put a new version above an existing one; otherwise an existing key is ErrExists
}

// Object is what the store has.
type Object struct {
	Key       string
	VersionID string
	Size      int64
	SHA256    string // as the store remembers it, hexadecimal; empty when it does not
	At        time.Time
}

// Lock is how an object is kept.
type Lock struct {
	Mode      string // COMPLIANCE, GOVERNANCE, or empty
	Until     time.Time
	LegalHold bool
}

// Store keeps objects. Versions are the store's; an empty version is the newest. Safe for concurrent use.
type Store interface {
	// Put returns the new version. Two Puts at once of the same key without NewVersion: one gets ErrExists.
	Put(context.Context, Upload) (version string, err error)
	// Stat is ErrNoObject when there is none.
	Stat(ctx context.Context, key, version string) (Object, error)
	// Open reads from any place; it fails here, not at the first Read, when there is no object or no store.
	Open(ctx context.Context, key, version string) (io.ReadSeekCloser, Object, error)
	// Lock tells how the version is kept; no lock is no error.
	Lock(ctx context.Context, key, version string) (Lock, error)
	// Extend moves the end of a COMPLIANCE lock further away, or sets one; nearer is refused by the store.
	Extend(ctx context.Context, key, version string, until time.Time) error
}

// Records is the table of recordings. A change is a compare-and-set on Recording.Version: ErrConflict when it lost.
// Every change leaves a row of history. Safe for concurrent use.
type Records interface {
	// Register inserts the recording, or returns the one that its call has already.
	Register(ctx context.Context, r Recording, now time.Time) (Recording, error)
	// MarkSealed writes the facts of r (sizes, hashes, key, version, warnings, SealedAt) and makes it sealed.
	MarkSealed(ctx context.Context, r Recording) error
	// MarkMissing and MarkFailed write r.Reason; a sealed recording stays sealed (ErrConflict).
	MarkMissing(ctx context.Context, r Recording, now time.Time) error
	MarkFailed(ctx context.Context, r Recording, now time.Time) error

	ByID(context.Context, RecordingID) (Recording, error) // ErrNotFound
	ByCall(context.Context, CallID) (Recording, error)    // ErrNotFound
	ByCalls(context.Context, []CallID) (map[CallID]Recording, error)
	Find(context.Context, Filter) ([]Recording, error)
}

// Filter chooses recordings; an empty field does not narrow. Newest first.
type Filter struct {
	CallID   CallID
	From, To time.Time // StartedAt in [From, To)
	State    State
	Before   time.Time // for the next page: StartedAt and ID of the last one
	BeforeID RecordingID
	Limit    int // 1 to 500; 0 is 50
}

// Listener is who listens, as the audit shall remember.
type Listener struct {
	ID   UserID
	Name string // as it was at that moment
	IP   string // address without port; empty when unknown
}

// Listen is one row of the audit: who may hear (and has heard) what, why and until when.
type Listen struct {
	ID        ListenID
	Recording RecordingID
	Who       Listener
	Reason    string
	At        time.Time
	ExpiresAt time.Time
	Duration  time.Duration // of the recording when the listen began
	Heard     []Interval    // what the player reported, joined and in order
}

// HeardFor is how much was heard; what was heard twice counts once.
func (l Listen) HeardFor() time.Duration {
	var ms int64
	for _, i := range l.Heard {
		ms += i.ToMS - i.FromMS
	}
	return time.Duration(ms) * time.Millisecond
}

// Interval is a part of a recording in milliseconds, without its end.
type Interval struct{ FromMS, ToMS int64 }

// Audit keeps listens. Rows are only ever added. Safe for concurrent use.
type Audit interface {
	AddListen(context.Context, Listen) error
	AddHeard(ctx context.Context, id ListenID, heard []Interval, now time.Time) error
	Listen(context.Context, ListenID) (Listen, error) // ErrNotFound; without Heard
	Listens(context.Context, RecordingID) ([]Listen, error)
}
