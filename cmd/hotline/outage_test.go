package main

import (
	"testing"

	"hotline/telephony/call"
	"hotline/telephony/softphone"
	"hotline/tickets"
)

// While a downtime runs, who calls hears of it between the greeting and the line, and comes to an agent all the same; when it is
// over, nobody hears of it. A sound that is missing costs nobody the call.
func TestCall_DowntimeRuns_CallersAreToldBeforeTheLine_R_1_9(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, nil)
	chief := tickets.Author{ID: 1, Name: "Мельник"}
	accident := tickets.Downtime{Kind: tickets.Emergency, Title: "Не працює вхід", StartsAt: w.now(), Prompt: "outage"}
	accident, err := w.downs.Put(w.ctx, accident, chief)
	must(t, err)

	told := w.dial(t, callersNumber)
	for _, tone := range []float64{softphone.TonePrompt1, recordedTone, outageTone, softphone.ToneMusic} {
		must(t, told.Heard().WaitTone(w.ctx, tone))
	}
	oksana := w.agent(t, 1, "Оксана", call.Information)
	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, told)
	must(t, told.Hangup(w.ctx))
	<-ring.Done()

	must(t, w.downs.PutPrompt(w.ctx, 0, tickets.LinePrompt{Name: "never-recorded", Words: "Немає такого файлу.", Active: true}, chief))
	accident.Prompt = "never-recorded"
	accident, err = w.downs.Put(w.ctx, accident, chief)
	must(t, err)
	untold := w.dial(t, "+380671112233")
	must(t, untold.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	must(t, untold.Hangup(w.ctx))

	_, err = w.downs.Step(w.ctx, accident.ID, accident.Version, tickets.DowntimeOrder{Step: tickets.FinishDowntime}, chief)
	must(t, err)
	after := w.dial(t, "+380931112233")
	must(t, after.Heard().WaitTone(w.ctx, recordedTone))
	must(t, after.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	must(t, after.Hangup(w.ctx))
	w.quiet(t)
	for name, c := range map[string]struct {
		heard  []softphone.Window
		outage bool
	}{"while it ran": {told.Heard().Windows(), true}, "without a sound": {untold.Heard().Windows(), false}, "when it was over": {after.Heard().Windows(), false}} {
		if got := heard(c.heard, outageTone) > 0; got != c.outage {
			t.Errorf("%s the caller heard of it: %v\n%s", name, got, score(c.heard))
		}
	}
	if greeting := untold.Heard().Windows(); heard(greeting, softphone.TonePrompt1) == 0 || heard(greeting, recordedTone) == 0 {
		t.Errorf("for a sound that is missing the caller lost the greeting: %s", score(greeting))
	}
	if n := w.count(t, "calls"); n != 3 || w.settled(t) != 3 {
		t.Errorf("%d calls on record", n)
	}
}
