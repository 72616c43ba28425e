package main

import (
	"context"
	"flag"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sync/semaphore"
)

// What a test takes of the machine while it runs.
const (
	anOffice = 1 // no switch
	aTown    = 2 // an Asterisk, a few telephones
	browsers = 5 // with two or three Chromiums
	aCrowd   = 6 // dozens of calls at once
)

// machine is what all tests may take together. They mostly wait, and the more of them the shorter the run; but sound
// breaks up, and times run out, when everybody computes at once.
var machine = semaphore.NewWeighted(allOfIt)

// allOfIt is for a test that times what a person sees.
var allOfIt = int64(8 * max(2, runtime.GOMAXPROCS(0)))

// beside runs the test beside others, as soon as there is so much room.
func beside(t *testing.T, room int64) {
	t.Helper()
	t.Parallel()
	came := time.Now()
	must(t, machine.Acquire(context.Background(), room))
	t.Logf("had room after %s", time.Since(came).Round(time.Second)) // go test counts that time, too
	t.Cleanup(func() { machine.Release(room) })
}

func TestMain(m *testing.M) {
	rests.search = time.Hour // PostgreSQL would load the dictionary for each of hundreds of towns
	rests.ended, rests.unannounced, rests.sweep = 3*time.Second, 6*time.Second, 3*time.Second
	if launched := os.Getenv(asProgram); launched != "" {
		keepTime(launched)
		main()
		os.Exit(0)
	}
	flag.Parse()
	if err := flag.Set("test.parallel", "256"); err != nil { // all stand in line for the machine
		panic(err)
	}
	os.Exit(m.Run())
}

// keepTime makes a clock that was set at some instant, in nanoseconds of Unix, what it is by now: a process takes its time to
// start, and the test's own clock has gone on.
func keepTime(launched string) {
	at, err := strconv.ParseInt(launched, 10, 64)
	if err == nil {
		var clock time.Time
		if clock, err = time.Parse(time.RFC3339Nano, os.Getenv("HOTLINE_CLOCK")); err == nil {
			err = os.Setenv("HOTLINE_CLOCK", clock.Add(time.Since(time.Unix(0, at))).Format(time.RFC3339Nano))
		}
	}
	if err != nil {
		panic(err)
	}
}
