package telephony

import (
	"errors"
	"testing"
)

func TestOutward_May_AllowedPrefixesOnlyAndNeverShortNumbers(t *testing.T) {
	o := Outward{Trunk: true, Allowed: []string{"+380"}, Refused: []string{"+380900"}}
	for number, want := range map[string]error{
		"+380441112233": nil, "+380671112233": nil, "+380800500500": nil,
		"+380900123456": ErrNumberBarred, // paid
		"+48221112233":  ErrNumberBarred,
		"112":           ErrNumberBarred, "+112": ErrNumberBarred, "+380112": ErrNumberBarred,
		"+380101234567": ErrNumberBarred, "+38044111223": ErrNumberBarred, "+3804411122334": ErrNumberBarred,
		"": ErrNumberBarred, "+380441112233@evil.example": ErrNumberBarred, "0441112233": ErrNumberBarred,
	} {
		if got := o.May(number); !errors.Is(got, want) {
			t.Errorf("%q: %v, want %v", number, got, want)
		}
	}
	if got := (Outward{Allowed: []string{"+380"}}).May("+380441112233"); !errors.Is(got, ErrNoTrunk) {
		t.Errorf("without a trunk: %v", got)
	}
	if got := (Outward{Trunk: true}).May("+380441112233"); !errors.Is(got, ErrNumberBarred) {
		t.Errorf("nothing allowed: %v", got)
	}
}
