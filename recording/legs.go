package recording

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// legs are a call's two files, open. A removal meanwhile takes nothing away from who has them open.
type legs struct {
	left, right Leg
	files       []*os.File
}

// open takes each leg at the size that it had when it was found.
func (f Found) open() (legs, error) {
	var l legs
	for _, side := range []struct {
		file *File
		leg  *Leg
	}{{f.RX, &l.left}, {f.TX, &l.right}} {
		if side.file == nil {
			continue
		}
		o, err := os.Open(side.file.Path)
		if err != nil {
			return legs{}, errors.Join(fmt.Errorf("open a leg of %s: %w", f.CallID, err), l.Close())
		}
		l.files = append(l.files, o)
		*side.leg = Leg{o, side.file.Size}
	}
	return l, nil
}

// Close implements io.Closer.
func (l legs) Close() error {
	var err error
	for _, f := range l.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

func hash(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sum is the SHA-256 of the leg's bytes, empty for one that was not recorded.
func (l Leg) sum() (string, error) {
	if l.Sound == nil {
		return "", nil
	}
	return hash(io.NewSectionReader(l.Sound, 0, l.Samples))
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return hash(f)
}
