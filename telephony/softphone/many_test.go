package softphone_test

import (
	"sync"
	"testing"
	"time"

	"hotline/telephony/softphone"
)

// TestCall_TwoHundredAtOnce has two hundred talks in one process, as the load test has:
// everybody hears the other side and nothing else.
func TestCall_TwoHundredAtOnce(t *testing.T) {
	caller, agent := open(t, softphone.Config{}), open(t, softphone.Config{})
	agent.OnIncoming(softphone.Behaviour{AutoAnswer: true, Play: softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel)})
	ctx := within(t, 60*time.Second)
	voice := softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)
	const talks = 200
	calls := make(chan *softphone.Call, talks)
	var wg sync.WaitGroup
	for range talks {
		wg.Go(func() {
			c, err := caller.Dial(ctx, to(agent), softphone.Options{From: "380441234567", Play: voice})
			if err != nil {
				t.Error(err)
				return
			}
			calls <- c
		})
	}
	wg.Wait()
	close(calls)
	var ends []*softphone.Call
	for out := range calls {
		in, err := agent.WaitIncoming(ctx)
		must(t, err)
		ends = append(ends, out, in)
	}
	for i, c := range ends {
		wg.Go(func() {
			hz := []float64{softphone.ToneAgent, softphone.ToneCaller}[i%2]
			if err := c.Heard().WaitOnly(ctx, hz); err != nil {
				t.Error(err)
			}
			if r := c.Heard().Reception(); r.Lost > 1+r.Packets/100 {
				t.Errorf("reception %+v", r)
			}
		})
	}
	wg.Wait()
	for i := 0; i < len(ends); i += 2 {
		wg.Go(func() {
			if err := ends[i].Hangup(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, c := range ends {
		<-c.Done()
	}
}
