package call

import (
	"slices"
	"testing"
	"time"
)

// Whoever calls while a downtime runs is told so before the line, whatever the municipality's greeting is.
func TestArrived_OutagesAreToldBeforeTheLine_R_1_9(t *testing.T) {
	for name, c := range map[string]struct {
		greeting, open bool
		outages        []string
		state          State
		hears          []string
		within         time.Duration
	}{
		"nothing runs":              {true, true, nil, Greeting, []string{GreetingPrompt}, 30 * time.Second},
		"an accident":               {true, true, []string{"outage"}, Greeting, []string{GreetingPrompt, "outage"}, time.Minute},
		"two":                       {true, true, []string{"outage", "works"}, Greeting, []string{GreetingPrompt, "outage", "works"}, 90 * time.Second},
		"without a greeting":        {false, true, []string{"outage"}, Greeting, []string{GreetingPrompt, "outage"}, time.Minute},
		"out of hours":              {true, false, []string{"works"}, Closed, []string{GreetingPrompt, "works", "closed", "beep"}, time.Minute},
		"no greeting, nothing runs": {false, true, nil, Waiting, nil, 0},
	} {
		rules := DefaultRules()
		rules.Greeting = c.greeting
		got, _, err := Next(rules, New("kyiv1-1.0", "kyiv1"), Event{Kind: Arrived, At: noon, Open: c.open, Outages: c.outages})
		if err != nil {
			t.Fatal(err)
		}
		if w := Wanted(got); got.State != c.state || !slices.Equal(w.Prompt.Names, c.hears) {
			t.Errorf("%s: %s, hears %q", name, got.State, w.Prompt.Names)
		}
		if c.within > 0 && !got.DeadlineAt.Equal(noon.Add(c.within)) {
			t.Errorf("%s: counts as heard after %s", name, got.DeadlineAt.Sub(noon))
		}
		if c.state != Greeting {
			continue
		}
		if got, _, err = Next(rules, got, Event{Kind: PromptEnded, At: noon.Add(9 * time.Second), Prompt: 1}); err != nil || got.State != Waiting {
			t.Errorf("%s: then %s, %v", name, got.State, err)
		}
	}
}
