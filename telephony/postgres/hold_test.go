package postgres

import (
	"testing"
	"time"
)

// A copy that was frozen does not know whether another drives its node by now.
func TestHolds(t *testing.T) {
	for name, c := range map[string]struct {
		h    hold
		want bool
	}{
		"just looked":                {hold{seen: time.Now()}, true},
		"frozen":                     {hold{seen: time.Now().Add(-leaseFrozen)}, false},
		"the database is away":       {hold{seen: time.Now().Add(-time.Minute), away: true}, true},
		"another drives":             {hold{}, false},
		"refused before it is taken": {hold{seen: time.Now().Add(-leaseSure - time.Second)}, false},
	} {
		s := &Store{held: map[string]hold{"kyiv1": c.h}}
		if err := s.Holds("kyiv1"); (err == nil) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if leaseSure >= leaseFrozen {
		t.Error("another copy takes the node before this one falls silent")
	}
}
