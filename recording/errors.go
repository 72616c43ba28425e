package recording

import "errors"

var (
	// ErrNotFinished: the files may still be written; try again a little later. Not a fault.
	ErrNotFinished = errors.New("the recording is still being written")
	// ErrChanged: the spool holds a leg that differs from what was sealed. Nothing is deleted; a person must look.
	ErrChanged = errors.New("a file in the spool differs from what was sealed")
	// ErrDamaged: what the store gives back is not what was put there.
	ErrDamaged = errors.New("the object differs from what was put")
	// ErrNoLock: the store does not keep objects from being deleted or shortened; nothing may be sealed there.
	ErrNoLock = errors.New("the store does not lock objects")
	// ErrNoObject: there is no such object or version.
	ErrNoObject = errors.New("no such object")
	// ErrExists: the key is taken, and Put was asked to create only.
	ErrExists = errors.New("the object exists already")
	// ErrNotFound: no recording or listen of that id.
	ErrNotFound = errors.New("not found")
	// ErrConflict: the row was changed by somebody else since it was read.
	ErrConflict = errors.New("the row was changed meanwhile")
	// ErrForbidden: the listen belongs to another user.
	ErrForbidden = errors.New("the listen belongs to another user")
	// ErrExpired: the listen's hour is over; begin another one.
	ErrExpired = errors.New("the listen has expired")
	// ErrMissing: there is no sound to hear.
	ErrMissing = errors.New("the recording is missing")
	// ErrReason: no reason for listening was given, or one longer than 500 characters.
	ErrReason = errors.New("a reason of 3 to 500 characters is needed")
	// ErrInvalid: an argument that cannot be obeyed.
	ErrInvalid = errors.New("invalid argument")
)
