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
		"just looked":    {hold{asked: time.Now()}, true},
		"silent soon":    {hold{asked: time.Now().Add(-leaseSure - time.Second)}, false},
		"frozen":         {hold{asked: time.Now().Add(-leaseFrozen)}, false},
		"another drives": {hold{}, false},
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
