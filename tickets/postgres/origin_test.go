package postgres_test

import (
	"errors"
	"slices"
	"testing"

	"hotline/tickets"
)

func TestOrigin_WhoWroteOnFacebookAndWasSentToAnOfficialChannel_R_2_7_2_Amb_11(t *testing.T) {
	r := newRegister(t)
	in := tickets.Intake{Key: "k1", Channel: tickets.Email, Origin: tickets.FacebookReferral, Description: "Не можу подати проєкт"}
	written, err := r.RegisterByHand(t.Context(), in, agent)
	must(t, err)
	if written.Origin != tickets.FacebookReferral || written.Channel != tickets.Email {
		t.Errorf("%q by %s", written.Origin, written.Channel)
	}
	called := r.call(t, olenaPhone) // the switch cannot know it, an operator hears it
	origin := tickets.FacebookReferral
	called, err = r.Do(t.Context(), called.ID, 0, tickets.Describe{Origin: &origin}, agent)
	must(t, err)
	h := r.get(t, called.ID).History
	if v := h[len(h)-1].Values; !slices.Contains(v, tickets.Value{Field: "origin", New: "facebook_referral"}) {
		t.Errorf("%+v", v)
	}
	r.call(t, secondPhone)
	if got := r.list(t, tickets.Filter{Origin: tickets.FacebookReferral}); !slices.Equal(got, []tickets.TicketID{called.ID, written.ID}) {
		t.Errorf("%v", got)
	}
	origin = ""
	called, err = r.Do(t.Context(), called.ID, 0, tickets.Describe{Origin: &origin}, agent)
	must(t, err)
	equal(t, "taken back", called.Origin, tickets.Origin(""))
	in.Key, in.Origin = "k2", "viber"
	var faults tickets.Invalid
	if _, err = r.RegisterByHand(t.Context(), in, agent); !errors.As(err, &faults) || faults[0].Field != "origin" {
		t.Errorf("%v, want origin named", err)
	}
}
