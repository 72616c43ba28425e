package ui

import (
	"bytes"
	"io/fs"
	"testing"
)

func TestFiles_HasAPageInUkrainian(t *testing.T) {
	page, err := fs.ReadFile(Files(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(page, []byte(`lang="uk"`)) {
		t.Errorf("index.html does not declare its language:\n%s", page)
	}
	if Built() != bytes.Contains(page, []byte("__CSP_NONCE__")) {
		t.Errorf("Built() = %v and the place of the nonce do not fit:\n%s", Built(), page)
	}
}
