package main

import (
	"os"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// PostgreSQL is away for a minute (seven seconds in a run of all tests), cut off or silent: a talk goes on, another ends, who
// waits hears music, who comes is answered, who gives up is let go; nothing is lost, and when it is back all goes on.
func TestRace_16_DatabaseAwayForAMinute_NothingIsLost(t *testing.T) {
	t.Parallel()
	for name, how := range map[string]wireState{"cut off": cut, "silent": frozen} {
		t.Run(name, func(t *testing.T) {
			beside(t, aTown)
			n := race(t, "PostgreSQL is "+name+" for a minute, with talks, a caller who waits, and one who comes")
			lasts := 7 * time.Second
			if os.Getenv("HOTLINE_TEST_CROSSINGS") != "" {
				lasts = time.Minute
			}
			w, server := behind(t)
			var callers []*softphone.Call
			var phones []*softphone.Call
			for id, name := range map[call.AgentID]string{1: "Оксана", 2: "Марія"} {
				p := w.agent(t, id, name, call.Information)
				callers = append(callers, w.dial(t, callersNumber))
				ring, err := p.WaitIncoming(w.ctx)
				must(t, err)
				w.takes(t, ring, callers[len(callers)-1])
				phones = append(phones, ring)
			}
			talks := pair{caller: callers[0], phone: phones[0]}
			waits, givesUp := w.dial(t, "+380671112233"), w.dial(t, "+380671112244")
			must(t, waits.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
			must(t, givesUp.Heard().WaitOnly(w.ctx, softphone.ToneMusic))

			server.set(how)
			back := time.After(lasts)
			must(t, callers[1].Hangup(w.ctx))
			<-phones[1].Done()
			must(t, givesUp.Hangup(w.ctx))
			comes := w.dial(t, "+380931112233")
			must(t, comes.Heard().WaitTone(w.ctx, recordedTone))
			must(t, comes.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
			for waiting := true; waiting; {
				hear(t, w.ctx, talks)
				must(t, waits.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
				must(t, comes.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
				select {
				case <-back:
					waiting = false
				default:
				}
			}
			server.set(whole)
			w.until(t, "the second agent wraps up", func() bool {
				free := 0
				for id := range call.AgentID(2) {
					if a, err := w.tel.Desk(w.ctx, id+1); err == nil && a.Agent.State == telephony.WrapUp {
						free++
					}
				}
				return free == 1
			})
			hear(t, w.ctx, talks)
			must(t, talks.caller.Hangup(w.ctx))
			must(t, waits.Hangup(w.ctx))
			must(t, comes.Hangup(w.ctx))
			w.quiet(t)
			all, err := w.tel.Records(w.ctx, telephony.RecordFilter{Limit: 9})
			must(t, err)
			ends := map[call.Reason]int{}
			for _, r := range all {
				ends[r.Call.EndReason]++
				if sealed := w.sealed(t, r.Call.ID); r.Call.Ticket == 0 || len(sealed.Warnings) > 0 {
					t.Errorf("call from %s: ticket %d, the recording warns %q", r.Call.Number, r.Call.Ticket, sealed.Warnings)
				}
			}
			if len(all) != 5 || ends[call.CallerHungUp] != 2 || ends[call.Abandoned] != 3 {
				t.Errorf("%d calls ended %v", len(all), ends)
			}
			n.ran("nothing is lost")
			w.noStrays(t)
		})
	}
}
