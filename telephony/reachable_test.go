package telephony

import (
	"errors"
	"maps"
	"testing"
)

// What was noted while the journal refused the older note must be what it gets in the end.
func TestReach_ANewerNoteWinsOverTheOneThatFailed(t *testing.T) {
	r := newReach()
	refused := errors.New("away")
	r.note(map[string]bool{"koval": true, "bondar": true}, true)
	err := r.write(func(map[string]bool, bool) error {
		r.note(map[string]bool{"koval": false}, false)
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatalf("write = %v, want the journal's error", err)
	}
	got, all := taken(t, r)
	if want := map[string]bool{"koval": false, "bondar": true}; !maps.Equal(got, want) || !all {
		t.Fatalf("written %v, all %v; want %v of all", got, all, want)
	}
	if again, all := taken(t, r); len(again) != 0 || all {
		t.Fatalf("written again: %v, all %v", again, all)
	}
}

func TestReach_AWholeWorldVoidsWhatWasNotedBefore(t *testing.T) {
	r := newReach()
	r.note(map[string]bool{"koval": true}, false)
	if err := r.write(func(map[string]bool, bool) error {
		r.note(map[string]bool{"bondar": true}, true)
		return errors.New("away")
	}); err == nil {
		t.Fatal("the journal's error is lost")
	}
	got, all := taken(t, r)
	if want := map[string]bool{"bondar": true}; !maps.Equal(got, want) || !all {
		t.Fatalf("written %v, all %v; want only the new world", got, all)
	}
}

func taken(t *testing.T, r *reach) (phones map[string]bool, all bool) {
	t.Helper()
	if err := r.write(func(p map[string]bool, a bool) error { phones, all = p, a; return nil }); err != nil {
		t.Fatalf("write: %v", err)
	}
	return phones, all
}
