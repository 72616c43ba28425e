package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hotline/telephony/call"
)

// mrg is in the list of destinations.
const mrg = "+380442021501"

// A number is dialled only when the list on the server has it, whatever the page says; the list is kept by administrators.
func TestServe_OutsideNumbers_OnlyOfTheListAndInWords(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, func(c *config) {
		c.TrunkOut, c.OutAllowed, c.OutRefused = "127.0.0.2:5070", []string{"+380"}, []string{"+380900"}
	})
	put := func(who, number, name string, active bool) (*http.Response, string) {
		return o.do(who, "PUT", "/api/v1/destinations", map[string]any{"number": number, "name": name, "active": active})
	}
	if answer, text := put("admin", "044 202 15 01", " МРГ  Подільська ", true); answer.StatusCode != http.StatusOK || !strings.Contains(text, mrg) {
		t.Fatalf("put: %d %s", answer.StatusCode, text)
	}
	answer, text := put("koval", mrg, "Я", true)
	refused(t, "an agent changes the list", answer, text, 403, "forbidden")
	for number, code := range map[string]string{"0 900 123 456": "number_barred", "+48 22 123 45 67": "number_barred", "112": "fields", "": "fields"} {
		answer, text := put("admin", number, "Хтось", true)
		if answer.StatusCode != 422 && answer.StatusCode != 400 {
			t.Errorf("%q (%s): %d %s", number, code, answer.StatusCode, text)
		}
	}
	const id = "kyiv1-1763913600.12"
	o.talkingCall("koval", id)
	consult := func(number string) (*http.Response, string) {
		return o.do("koval", "POST", "/api/v1/calls/"+id+"/actions", map[string]any{"action": "consult", "number": number})
	}
	for _, number := range []string{"+380671112233", "112", "чужий"} {
		answer, text := consult(number)
		refused(t, "consult "+number, answer, text, 422, "not_listed")
	}
	if answer, text := consult("(044) 202-15-01"); answer.StatusCode != http.StatusAccepted {
		t.Errorf("a number of the list: %d %s", answer.StatusCode, text)
	}
	wishes, err := o.tel.Wishes(o.ctx, "kyiv1")
	must(t, err)
	if len(wishes) != 1 || wishes[0].Wish.Number != mrg || wishes[0].Wish.Name != "МРГ Подільська" {
		t.Errorf("wishes: %+v", wishes)
	}
	put("admin", mrg, "МРГ Подільська", false)
	answer, text = consult(mrg)
	refused(t, "a number that is off", answer, text, 422, "not_listed")
	for who, n := range map[string]int{"koval": 0, "admin": 1} {
		var list []struct{ Number string }
		_, text := o.do(who, "GET", "/api/v1/destinations", nil)
		must(t, json.Unmarshal([]byte(text), &list))
		if len(list) != n {
			t.Errorf("%s sees %s", who, text)
		}
	}
	put("admin", mrg, "МРГ Подільська", true)
	o.tel.Outward.Trunk = false
	answer, text = consult(mrg)
	refused(t, "without a carrier", answer, text, 409, "no_trunk")
}

// talkingCall is a call in which this agent talks.
func (o *office) talkingCall(login string, id call.ID) {
	o.t.Helper()
	agent, at := o.ids[login], o.now()
	leg := call.LegID("leg-" + string(id) + "-1")
	c := call.Call{ID: id, Node: "kyiv1", State: call.Talking, Version: 5, Service: call.Information, Number: "+380501234567", Ticket: 7, Attempts: 1,
		ArrivedAt: at, AnsweredAt: at, Legs: []call.Leg{{ID: call.LegID(id), Role: call.Caller, Status: call.Up},
			{ID: leg, Role: call.Agent, Status: call.Up, Agent: agent, Phone: call.Desk, Talked: true}}}
	body, err := json.Marshal(c)
	must(o.t, err)
	_, err = o.pool.Exec(o.ctx, `INSERT INTO calls (id, node, state, version, service, number, ticket_id, priority, arrived_at, end_reason, body)
		VALUES ($1, 'kyiv1', 'talking', 5, 'information', $2, 7, 0, $3, '', $4)`, id, c.Number, at, body)
	must(o.t, err)
	_, err = o.pool.Exec(o.ctx, `UPDATE agents SET state = 'on_call', call_id = $2, leg = $3 WHERE id = $1`, agent, id, leg)
	must(o.t, err)
}
