package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"hotline/telephony/softphone"
)

// placeCall telephones the hotline as a citizen would: a real SIP call with recorded speech.
func placeCall(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("hotline call", flag.ContinueOnError)
	from := f.String("from", "+380501234567", "номер того, хто телефонує; порожній — прихований")
	to := f.String("to", "+380443668012", "куди телефонувати")
	server := f.String("server", "127.0.0.1:5060", "адреса Asterisk, UDP")
	local := f.String("listen", "127.0.0.2:0", "адреса телефону; має бути серед адрес оператора зв'язку")
	speech := f.String("speech", "", "файл A-law, який буде сказано після відповіді")
	last := f.Duration("for", 90*time.Second, "скільки говорити, якщо на лінії не покладуть слухавку")
	if err := f.Parse(args); err != nil {
		return err
	}
	if err := reachable(ctx, *local, *server); err != nil {
		return err
	}
	phone, err := softphone.New(softphone.Config{Listen: *local})
	if err != nil {
		return fmt.Errorf("телефон: %w", err)
	}
	defer phone.Close()
	begin := time.Now()
	say := func(format string, a ...any) {
		fmt.Printf("%6.1f с  %s\n", time.Since(begin).Seconds(), fmt.Sprintf(format, a...))
	}
	play := softphone.Silence()
	if *speech != "" {
		if play, err = softphone.File(*speech); err != nil {
			return fmt.Errorf("--speech: %w", err)
		}
		play = play.Looped()
	}
	say("набираю %s з номера %s", *to, *from)
	c, err := phone.Dial(ctx, softphone.Target{Addr: *server, User: strings.TrimPrefix(*to, "+")}, softphone.Options{From: asUser(*from), Play: play})
	var refused *softphone.StatusError
	if errors.As(err, &refused) {
		return fmt.Errorf("гаряча лінія відмовила: SIP %d; чи є %s серед HOTLINE_CARRIERS?", refused.Code, *local)
	}
	if err != nil {
		return fmt.Errorf("не вдалося зателефонувати на %s: %w", *server, err)
	}
	say("гаряча лінія відповіла; говорю, Ctrl+C — покласти слухавку")
	select {
	case <-ctx.Done():
		say("кладу слухавку")
	case <-time.After(*last):
		say("розмова триває %s, кладу слухавку", *last)
	case <-c.Done():
		say("на тому боці поклали слухавку")
		return nil
	}
	return c.Hangup(context.WithoutCancel(ctx))
}

// asUser is a caller's number as a user part of a SIP address (RFC 3261, 19.1.2); whoever answers reads it as it was.
func asUser(number string) string {
	return strings.NewReplacer("%2B", "+", "+", "%20").Replace(url.QueryEscape(number))
}

// reachable asks with an OPTIONS whether anybody answers at all: an INVITE would wait for half a minute.
func reachable(ctx context.Context, local, server string) error {
	silent := fmt.Errorf("Asterisk не відповідає на %s: `make doctor` скаже, що не так", server)
	host, _, err := net.SplitHostPort(local)
	if err != nil {
		return fmt.Errorf("--listen %q: має бути адреса:порт", local)
	}
	conn, err := (&net.Dialer{LocalAddr: &net.UDPAddr{IP: net.ParseIP(host)}}).DialContext(ctx, "udp", server)
	if err != nil {
		return fmt.Errorf("%w (%w)", silent, err)
	}
	defer conn.Close()
	ask := fmt.Sprintf("OPTIONS sip:%[2]s SIP/2.0\r\nVia: SIP/2.0/UDP %[1]s;branch=z9hG4bK%[3]s;rport\r\nMax-Forwards: 70\r\nFrom: <sip:hotline@%[1]s>;tag=%[3]s\r\n"+
		"To: <sip:%[2]s>\r\nCall-ID: %[3]s\r\nCSeq: 1 OPTIONS\r\nContact: <sip:hotline@%[1]s>\r\nContent-Length: 0\r\n\r\n", conn.LocalAddr(), server, rand.Text())
	_ = conn.SetDeadline(time.Now().Add(2 * time.Second))
	if _, err = conn.Write([]byte(ask)); err == nil {
		_, err = conn.Read(make([]byte, 2048))
	}
	if err != nil {
		return silent
	}
	return nil
}
