//go:build bench

package main

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// The agents of a fleet are numbered from here, so that a number that is dialled can name one.
const firstAgent = 1001

// fleet is a town with hotline in a process of its own, many agents at desk phones that answer at once, and callers. It needs
// few sockets and clocks, so that what is measured is not the phones: one phone has all agents' accounts, and only those
// ears analyse sound that are asked.
type fleet struct {
	*town
	hotline *program
	mute    *softphone.Phone // callers who only count packets
	ear     *softphone.Phone // callers who hear
	agents  *softphone.Phone
}

func newFleet(t *testing.T, agents int) *fleet {
	t.Helper()
	w, p := watchedTown(t, func(c *config) { c.Greeting = "-" })
	long, cancel := context.WithTimeout(context.Background(), 9*time.Minute)
	t.Cleanup(cancel)
	w.ctx = long
	f := &fleet{town: w, hotline: p}
	for phone, c := range map[**softphone.Phone]softphone.Config{
		&f.mute: {Listen: "127.0.0.2:0", Tones: []float64{}}, &f.ear: {Listen: "127.0.0.2:0"},
		&f.agents: {Listen: "127.0.0.1:0", Tones: []float64{softphone.ToneCaller, softphone.ToneAgent, softphone.ToneMusic},
			Incoming: softphone.Behaviour{AutoAnswer: true, Play: softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel)}},
	} {
		made, err := softphone.New(c)
		must(t, err)
		t.Cleanup(func() { made.Close() })
		*phone = made
	}
	f.staff(t, agents)
	return f
}

// staff puts so many agents on shift.
func (f *fleet) staff(t *testing.T, agents int) {
	t.Helper()
	for i := range agents {
		id := call.AgentID(firstAgent + i)
		must(t, f.tel.PutAgent(f.ctx, id, fmt.Sprintf("Агент %d", id), call.Information))
		must(t, f.tel.SetState(f.ctx, id, telephony.Offline, "", call.Desk))
	}
	var all sync.WaitGroup
	queue := make(chan call.AgentID)
	for range 4 {
		all.Go(func() {
			for id := range queue {
				account, err := f.tel.PhoneAccount(f.ctx, id)
				for err == nil {
					if _, err = f.agents.Register(f.ctx, softphone.RegisterConfig{Registrar: f.sw.SIPAddr, User: account.Endpoint,
						Password: account.Password, Expires: 10 * time.Minute}); err == nil || f.ctx.Err() != nil {
						break
					}
					<-time.After(50 * time.Millisecond) // Asterisk does not know the phone yet
					err = nil
				}
				if err == nil {
					err = f.tel.SetState(f.ctx, id, telephony.Available, "", call.Desk)
				}
				if err != nil {
					t.Errorf("agent %d: %v", id, err)
				}
			}
		})
	}
	for i := range agents {
		queue <- call.AgentID(firstAgent + i)
	}
	close(queue)
	all.Wait()
	f.until(t, "all agents can be rung", func() bool {
		return f.count(t, `agents WHERE state = 'available' AND desk_reachable`) == agents
	})
}

// dialled is the number behind which bare Dial() rings this agent.
func dialled(agent int) string { return "380449" + strconv.Itoa(firstAgent+agent) }

// call places a call and waits until it is answered.
func (f *fleet) call(from *softphone.Phone, to, number string) (*softphone.Call, error) {
	return from.Dial(f.ctx, softphone.Target{Addr: f.sw.SIPAddr, User: to},
		softphone.Options{From: number, Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)})
}
