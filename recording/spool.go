package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Spool is the directory into which Asterisk records, `<root>/YYYY/MM/DD/`. Safe for concurrent use.
type Spool struct{ Root string }

// Names of a call's files: its id and one of these.
const (
	rxSuffix   = "-rx.alaw"
	txSuffix   = "-tx.alaw"
	noteSuffix = ".call"
)

// File is one file of the spool as it was when looked at.
type File struct {
	Path    string
	Size    int64
	ModTime time.Time
}

// Found is what the spool holds of one call. ArrivedAt, DID and Number come from the note that the dialplan wrote beside
// the sound; where it is missing or damaged, from the files' name and times, and a warning says so.
type Found struct {
	CallID       CallID
	DID          string // the number that was called, as the dialplan wrote it; may be empty
	Number       string // of the caller, empty when withheld or unknown
	ArrivedAt    time.Time
	Duration     time.Duration // of the longer leg
	RX, TX, Note *File         // nil: there is none
	Warnings     []string
	State        State // set by Sweep: of its row, empty when there was none

	noted time.Time // ArrivedAt, if the note says it
}

// Exists tells whether there is any file.
func (f Found) Exists() bool { return f.RX != nil || f.TX != nil || f.Note != nil }

// sounds tells whether there is anything to hear.
func (f Found) sounds() bool { return f.RX.size() > 0 || f.TX.size() > 0 }

func (f *File) size() int64 {
	if f == nil {
		return 0
	}
	return f.Size
}

func (f Found) files() []*File {
	return slices.DeleteFunc([]*File{f.RX, f.TX, f.Note}, func(f *File) bool { return f == nil })
}

// lastWrite is when any of the files was last written.
func (f Found) lastWrite() time.Time {
	var last time.Time
	for _, file := range f.files() {
		if file.ModTime.After(last) {
			last = file.ModTime
		}
	}
	return last
}

// clockSlack is how far ahead of ours a file's time may be; further ahead it is a wrong clock and says nothing.
const clockSlack = time.Minute

// settled tells whether nothing was written for so long.
func (f Found) settled(now time.Time, quiet time.Duration) bool {
	age := now.Sub(f.lastWrite())
	return age >= quiet || age < -clockSlack
}

// Look tells what the spool holds of a call; nothing is no error. A spool that cannot be read is an error, so that an
// unmounted disk is not taken for a call without a recording.
func (s Spool) Look(call CallID) (Found, error) {
	if !call.Valid() {
		return Found{}, fmt.Errorf("%w: call id %q", ErrInvalid, call)
	}
	days, err := s.days()
	if err != nil {
		return Found{}, err
	}
	f := Found{CallID: call}
	for _, day := range days {
		for _, suffix := range []string{rxSuffix, txSuffix, noteSuffix} {
			st, err := os.Lstat(filepath.Join(day, string(call)+suffix))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return Found{}, fmt.Errorf("look for %s in the spool: %w", call, err)
			}
			f.add(day, st, suffix)
		}
	}
	return f, f.read()
}

// List tells of every call that has a file in the spool, by call id. Files of other names are returned as strange.
func (s Spool) List() (found []Found, strange []string, err error) {
	days, err := s.days()
	if err != nil {
		return nil, nil, err
	}
	calls := map[CallID]*Found{}
	for _, day := range days {
		entries, err := os.ReadDir(day)
		if err != nil {
			return nil, nil, fmt.Errorf("list the spool: %w", err)
		}
		for _, e := range entries {
			call, suffix, ok := split(e.Name())
			if !ok || !e.Type().IsRegular() {
				strange = append(strange, filepath.Join(day, e.Name()))
				continue
			}
			st, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // sealed and removed meanwhile
			}
			if err != nil {
				return nil, nil, fmt.Errorf("list the spool: %w", err)
			}
			if calls[call] == nil {
				calls[call] = &Found{CallID: call}
			}
			calls[call].add(day, st, suffix)
		}
	}
	for _, f := range calls {
		if err := f.read(); err != nil {
			return nil, nil, err
		}
		found = append(found, *f)
	}
	slices.SortFunc(found, func(a, b Found) int { return strings.Compare(string(a.CallID), string(b.CallID)) })
	return found, strange, nil
}

func split(name string) (CallID, string, bool) {
	for _, suffix := range []string{rxSuffix, txSuffix, noteSuffix} {
		if call, ok := strings.CutSuffix(name, suffix); ok {
			return CallID(call), suffix, CallID(call).Valid()
		}
	}
	return "", "", false
}

func (f *Found) add(day string, st fs.FileInfo, suffix string) {
	if !st.Mode().IsRegular() {
		return
	}
	file := &File{Path: filepath.Join(day, st.Name()), Size: st.Size(), ModTime: st.ModTime()}
	switch suffix {
	case rxSuffix:
		f.RX = file
	case txSuffix:
		f.TX = file
	case noteSuffix:
		f.Note = file
	}
}

// days are the spool's directories of days.
func (s Spool) days() ([]string, error) {
	level := []string{s.Root}
	for _, digits := range []int{4, 2, 2} {
		var next []string
		for _, dir := range level {
			entries, err := os.ReadDir(dir)
			if errors.Is(err, fs.ErrNotExist) && dir != s.Root {
				continue // an empty day that was removed meanwhile
			}
			if err != nil {
				return nil, fmt.Errorf("read the spool: %w", err)
			}
			for _, e := range entries {
				if _, err := strconv.Atoi(e.Name()); err == nil && e.IsDir() && len(e.Name()) == digits {
					next = append(next, filepath.Join(dir, e.Name()))
				}
			}
		}
		level = next
	}
	return level, nil
}

// maxNote bounds what is read of a note: the dialplan writes some 100 bytes.
const maxNote = 4096

// read takes in the note and fills what it does not say.
func (f *Found) read() error {
	f.Duration = length(max(f.RX.size(), f.TX.size()))
	if !f.Exists() {
		return nil
	}
	var noted time.Time
	if f.Note == nil {
		f.warn("the note of the dialplan is missing")
	} else {
		text, err := readNote(f.Note.Path)
		if errors.Is(err, fs.ErrNotExist) {
			f.Note = nil
		} else if err != nil {
			return fmt.Errorf("read the note of %s: %w", f.CallID, err)
		} else {
			noted = f.parse(text)
		}
	}
	named, ok := f.CallID.ArrivedAt()
	switch {
	case !noted.IsZero() && (!ok || noted.Sub(named).Abs() < 24*time.Hour):
		f.ArrivedAt, f.noted = noted, noted
	case ok:
		f.ArrivedAt = named
	default:
		f.ArrivedAt = f.lastWrite().Add(-f.Duration).UTC().Truncate(time.Microsecond)
		f.warn("the time of arrival is reckoned from the files' times")
	}
	return nil
}

func readNote(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxNote))
}

func (f *Found) parse(text []byte) (arrived time.Time) {
	var note struct {
		Call    CallID      `json:"call"`
		DID     string      `json:"did"`
		Number  string      `json:"number"`
		Arrived json.Number `json:"arrived"`
	}
	err := json.NewDecoder(bytes.NewReader(text)).Decode(&note)
	if err == nil && note.Call != f.CallID {
		err = errors.New("it names another call")
	}
	if err != nil {
		f.warn("the note of the dialplan is damaged: " + err.Error())
		return time.Time{}
	}
	f.DID, f.Number = note.DID, note.Number
	if seconds, err := note.Arrived.Float64(); err == nil && seconds > 1e9 && seconds < 1e10 {
		return time.UnixMicro(int64(seconds * 1e6)).UTC()
	}
	f.warn("the note of the dialplan has no time of arrival")
	return time.Time{}
}

func (f *Found) warn(text string) { f.Warnings = append(f.Warnings, text) }

// tidy removes directories of days that are empty and long past; Asterisk makes today's.
func (s Spool) tidy(now time.Time) error {
	days, err := s.days()
	if err != nil {
		return err
	}
	for _, day := range days {
		rel, err := filepath.Rel(s.Root, day)
		if err != nil {
			return fmt.Errorf("tidy the spool: %w", err)
		}
		at, err := time.Parse("2006/01/02", filepath.ToSlash(rel))
		if err != nil || now.Sub(at) < 72*time.Hour {
			continue
		}
		entries, err := os.ReadDir(day)
		if err == nil && len(entries) == 0 {
			err = os.Remove(day)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("tidy the spool: %w", err)
		}
	}
	return nil
}
