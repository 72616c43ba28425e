package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
)

// caller is the telephone of the tickets that spokenCall opens.
const callerNumber = "+380501234567"

func calling(c *config) {
	c.TrunkOut, c.OutAllowed, c.OutRefused = "127.0.0.2:5070", []string{"+380"}, []string{"+380900"}
	c.OutAgent, c.OutHour, c.OutAtOnce, c.DIDs = 2, 3, 2, []string{"+380443668012"}
}

// ready puts an agent on shift at a telephone that rings.
func (o *office) ready(logins ...string) {
	o.t.Helper()
	for _, login := range logins {
		_, err := o.pool.Exec(o.ctx, `UPDATE agents SET state = 'available', call_id = NULL, leg = NULL, wrap_up_until = NULL, phone = 'desk',
			desk_reachable = true WHERE id = $1`, o.ids[login])
		must(o.t, err)
	}
}

// over ends a call out as one that was not reached, so that it counts for the hour and not for the moment.
func (o *office) over(id string) {
	o.t.Helper()
	_, err := o.pool.Exec(o.ctx, `UPDATE calls SET state = 'ended', ended_at = $2, end_reason = 'not_reached', settled = true WHERE id = $1`, id, o.now())
	must(o.t, err)
}

// An agent calls a ticket's applicant, at a telephone of theirs, as often as the caps allow; everything else is refused in words.
func TestServe_CallOut_CapsNumbersAndStates(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, calling)
	ticket, _ := o.spokenCall("koval", "kyiv1-1763913600.12")
	path := fmt.Sprintf("/api/v1/tickets/%d/calls", ticket)
	place := func(who, number string) (*http.Response, string) {
		return o.do(who, "POST", path, map[string]any{"number": number})
	}
	begun := func(who string) string {
		t.Helper()
		answer, text := place(who, "050 123 45 67")
		var b struct {
			CallID string `json:"call_id"`
		}
		must(t, json.Unmarshal([]byte(text), &b))
		if answer.StatusCode != http.StatusAccepted || b.CallID == "" {
			t.Fatalf("%s calls: %d %s", who, answer.StatusCode, text)
		}
		return b.CallID
	}
	for number, code := range map[string]string{"+380671112233": "not_theirs", "112": "", "": ""} {
		answer, text := place("koval", number)
		if code != "" {
			refused(t, number, answer, text, 422, code)
		} else if answer.StatusCode < 400 || answer.StatusCode > 422 {
			t.Errorf("%q: %d %s", number, answer.StatusCode, text)
		}
	}
	answer, text := place("kerivnyk", callerNumber)
	refused(t, "a supervisor calls", answer, text, 403, "forbidden")
	answer, text = place("bondar", callerNumber)
	refused(t, "off shift", answer, text, 409, "not_free")
	answer, text = place("koval", callerNumber)
	refused(t, "no telephone", answer, text, 409, "no_phone")

	o.ready("koval", "bondar")
	first := begun("koval")
	if v, err := o.tel.Desk(o.ctx, o.ids["koval"]); err != nil || v.Agent.State != telephony.OnOffer || v.Call == nil || v.Call.Call.State != call.Placing ||
		v.Call.Call.Ticket != ticket || v.Call.Call.Number != callerNumber || v.Call.Leg.Status != call.Ringing {
		t.Errorf("the desk: %+v, %v", v, err)
	}
	answer, text = place("koval", callerNumber)
	refused(t, "in a call", answer, text, 409, "not_free")
	second := begun("bondar")
	o.ready("koval")
	answer, text = place("koval", callerNumber)
	refused(t, "two at once", answer, text, 429, "lines_busy")
	o.over(first)
	o.over(second)
	o.over(begun("koval"))
	o.ready("koval", "bondar")
	answer, text = place("koval", callerNumber)
	refused(t, "two in the hour", answer, text, 429, "agent_cap")
	answer, text = place("bondar", callerNumber)
	refused(t, "three of all in the hour", answer, text, 429, "house_cap")
	_, err := o.pool.Exec(o.ctx, `UPDATE calls SET arrived_at = arrived_at - interval '1 hour' WHERE direction = 'outbound'`)
	must(t, err)
	o.tel.Outward.Refused = append(o.tel.Outward.Refused, "+38050")
	answer, text = place("koval", callerNumber)
	refused(t, "a number that is barred", answer, text, 422, "number_barred")
	o.tel.Outward.Refused, o.tel.Outward.Trunk = nil, false
	answer, text = place("koval", callerNumber)
	refused(t, "without a carrier", answer, text, 409, "no_trunk")
}

// Two who call at the same moment are one after the other: the caps hold, and nobody gets two calls.
func TestServe_CallOut_AtTheSameMoment_CapsHold(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, func(c *config) { calling(c); c.OutAgent, c.OutHour, c.OutAtOnce = 100, 100, 1 })
	ticket, _ := o.spokenCall("koval", "kyiv1-1763913600.12")
	o.ready("koval", "bondar")
	placed := make(chan error, 8)
	for i := range cap(placed) {
		agent := o.ids[[]string{"koval", "bondar"}[i%2]]
		go func() {
			_, err := o.tel.Place(o.ctx, telephony.Placement{Agent: agent, Ticket: ticket, Number: callerNumber})
			placed <- err
		}()
	}
	n := 0
	for range cap(placed) {
		if <-placed == nil {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d calls out at once, want 1", n)
	}
}

// Who calls out of a wrap-up is there again when no talk came of it, and reads why; a talk has a wrap-up of its own.
func TestServe_CallOutOfAWrapUp_WrapUpComesBack(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, calling)
	const before = "kyiv1-1763913600.12"
	ticket, _ := o.spokenCall("koval", before)
	agent := o.ids["koval"]
	_, err := o.pool.Exec(o.ctx, `UPDATE agents SET phone = 'desk', desk_reachable = true WHERE id = $1`, agent)
	must(t, err)
	for _, talk := range []bool{false, true} {
		id, err := o.tel.Place(o.ctx, telephony.Placement{Agent: agent, Ticket: ticket, Number: callerNumber})
		must(t, err)
		c := o.step(id, call.Event{Kind: call.LegUp})
		if talk {
			o.step(id, call.Event{Kind: call.LegUp, Leg: call.LegID(id)})
			o.step(id, call.Event{Kind: call.LegGone, Leg: call.LegID(id), Cause: 16})
		} else {
			o.step(id, call.Event{Kind: call.LegGone, Leg: call.LegID(id), Cause: 17})
		}
		v, err := o.tel.Desk(o.ctx, agent)
		must(t, err)
		want := call.ID(before)
		if talk {
			want = c.ID
		}
		if v.Agent.State != telephony.WrapUp || v.Agent.Call != want {
			t.Errorf("talk %v: the agent is %s of %s, want wrap_up of %s", talk, v.Agent.State, v.Agent.Call, want)
		}
		if failed := v.Failed != nil && v.Failed.Notice == call.NumberBusy; failed == talk {
			t.Errorf("talk %v: the desk says %+v", talk, v.Failed)
		}
	}
}

// step lets something happen to a call that no board drives; no leg named: the agent's.
func (o *office) step(id call.ID, e call.Event) call.Call {
	o.t.Helper()
	live, err := o.tel.Live(o.ctx, "kyiv1")
	must(o.t, err)
	for _, c := range live {
		if c.ID != id {
			continue
		}
		e.At = o.now().Add(time.Duration(c.Version) * time.Second)
		if e.Leg == "" {
			l, _ := c.Of(call.Agent)
			e.Leg = l.ID
		}
		next, effects, err := call.Next(call.DefaultRules(), c, e)
		must(o.t, err)
		must(o.t, o.tel.Commit(o.ctx, telephony.Change{From: c.State, Call: next, Event: e, Effects: effects}))
		return next
	}
	o.t.Fatalf("call %s does not live", id)
	return call.Call{}
}
