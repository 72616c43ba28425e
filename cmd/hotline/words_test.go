package main

import (
	"net"
	"strings"
	"testing"
)

// Faults of the configuration speak of its variables, each once, and not of the program's own names.
func TestConfig_WhatCannotBeReadIsNamedAsItIsWritten(t *testing.T) {
	setMinimum(t)
	t.Setenv("HOTLINE_RING", "довго")
	t.Setenv("HOTLINE_LOG_LEVEL", "LOUD")
	t.Setenv("HOTLINE_OUT_AT_ONCE", "many")
	t.Setenv("HOTLINE_SPOOL", "")
	_, err := readConfig()
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{`HOTLINE_RING "довго": значення не розібрано; має бути тривалість`, `HOTLINE_LOG_LEVEL "LOUD": значення не розібрано; має бути DEBUG`,
		`HOTLINE_OUT_AT_ONCE "many": значення не розібрано; має бути ціле число`, "HOTLINE_SPOOL: потрібне значення"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
	if n := strings.Count(err.Error(), "HOTLINE_"); n != 4 || strings.Contains(err.Error(), "field") {
		t.Errorf("%d faults:\n%v", n, err)
	}
}

func TestUser_FaultsAreInWordsWithTheWayOut(t *testing.T) {
	o := newOffice(t, nil)
	for name, value := range map[string]string{"POSTGRES": o.cfg.Postgres, "S3_ENDPOINT": o.cfg.S3Endpoint, "S3_ACCESS_KEY": "x", "S3_SECRET_KEY": "x",
		"ARI_USER": "x", "ARI_PASSWORD": "x", "SPOOL": o.cfg.Spool} {
		t.Setenv("HOTLINE_"+name, value)
	}
	for want, args := range map[string][]string{
		"такий логін уже є":   {"add", "--login", "koval", "--name", "Інша", "--service", "information", "--password", officePassword},
		"такого логіна немає": {"disable", "--login", "nobody"},
		"такої дії немає":     {"promote"},
	} {
		if err := user(t.Context(), args); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "list") {
			t.Errorf("%v: %v", args, err)
		}
	}
	must(t, user(t.Context(), []string{"disable", "--login", "bondar"}))
	answer, text := o.do("koval", "GET", "/api/v1/desk/colleagues", nil)
	if answer.StatusCode != 200 || strings.Contains(text, "bondar") {
		t.Errorf("whose account is closed can be asked: %d %s", answer.StatusCode, text)
	}
}

func TestCall_NobodyAnswers_SaidAtOnceInWords(t *testing.T) {
	beside(t, aTown)
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	must(t, err)
	defer silent.Close()
	closed, err := net.ListenPacket("udp", "127.0.0.1:0")
	must(t, err)
	closed.Close()
	for _, server := range []net.Addr{silent.LocalAddr(), closed.LocalAddr()} {
		err := placeCall(t.Context(), []string{"--server", server.String(), "--listen", "127.0.0.1:0"})
		if err == nil || !strings.Contains(err.Error(), "Asterisk не відповідає") || !strings.Contains(err.Error(), "make doctor") {
			t.Errorf("%v", err)
		}
	}
	for number, want := range map[string]string{"+380501234567": "+380501234567", "sip:evil@x": "sip%3Aevil%40x", "a b": "a%20b", "тест": "%D1%82%D0%B5%D1%81%D1%82"} {
		if got := asUser(number); got != want {
			t.Errorf("%q is sent as %q, want %q", number, got, want)
		}
	}
}
