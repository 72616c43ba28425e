package tickets

import (
	"errors"
	"strings"
)

// Fault names one field of a request and what is wrong with it. Codes: required, too_long, invalid, taken, unknown.
// The words for people are web's.
type Fault struct{ Field, Code string }

// Invalid is the error of a request that cannot be obeyed as it is; it names every field at once.
type Invalid []Fault

func (e Invalid) Error() string {
	words := make([]string, len(e))
	for i, f := range e {
		words[i] = f.Field + " " + f.Code
	}
	return "invalid request: " + strings.Join(words, ", ")
}

// orNil makes the empty list no error.
func (e Invalid) orNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// ErrDraftConflict is wrapped by DraftConflict.
var ErrDraftConflict = errors.New("the draft was changed meanwhile")

// DraftConflict refuses to overwrite a draft that is newer than the one that was edited, and carries it.
type DraftConflict struct{ Newer Draft }

func (e *DraftConflict) Error() string { return ErrDraftConflict.Error() }
func (e *DraftConflict) Unwrap() error { return ErrDraftConflict }
