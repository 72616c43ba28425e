package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"regexp"
	"time"

	"hotline/telephony/softphone"
)

// demoCarrier takes the calls that hotline makes, so that they can be tried without a carrier: HOTLINE_TRUNK_OUT is its
// address. Whom it calls answers after a moment and speaks; a number that ends in 0 is busy, one in 9 answers to nobody.
func demoCarrier(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("hotline carrier", flag.ContinueOnError)
	listen := f.String("listen", "127.0.0.2:5070", "адреса, UDP")
	speech := f.String("speech", "", "файл A-law, який каже той, кому телефонують")
	after := f.Duration("after", 4*time.Second, "через скільки відповідати")
	if err := f.Parse(args); err != nil {
		return err
	}
	phone, err := softphone.New(softphone.Config{Listen: *listen})
	if err != nil {
		return fmt.Errorf("оператор зв'язку: %w", err)
	}
	defer phone.Close()
	fmt.Printf("приймаю дзвінки на %s\n", phone.Addr())
	for {
		c, err := phone.WaitIncoming(ctx)
		if errors.Is(err, context.Canceled) {
			return nil
		}
		if err != nil {
			return err
		}
		go subscriber(ctx, c, *speech, *after)
	}
}

var dialledNumber = regexp.MustCompile(`sip:(\+?[0-9]+)@`)

// subscriber is whoever has the number.
func subscriber(ctx context.Context, c *softphone.Call, speech string, after time.Duration) {
	number := ""
	if m := dialledNumber.FindStringSubmatch(c.Header("To")); m != nil {
		number = m[1]
	}
	say := func(what string) { fmt.Printf("%s  %s: %s\n", time.Now().Format(time.TimeOnly), number, what) }
	say("дзвонить")
	if len(number) > 0 && number[len(number)-1] == '0' {
		say("зайнято")
		_ = c.Reject(486) // gone already
		return
	}
	if len(number) == 0 || number[len(number)-1] != '9' {
		select {
		case <-time.After(after):
			if speech != "" {
				if play, err := softphone.File(speech); err == nil {
					c.Play(play.Looped())
				}
			}
			if err := c.Answer(ctx); err != nil {
				say("не дочекались")
				return
			}
			say("розмовляє")
		case <-c.Done():
		}
	}
	<-c.Done()
	say("дзвінок завершено")
}
