package main

import (
	"strings"
	"testing"
)

// Every fault of the configuration is said at once, each with its variable.
func TestBadDay_Configuration_AllFaultsTogetherInWords(t *testing.T) {
	for name, value := range map[string]string{"HOTLINE_S3_ENDPONT": "http://127.0.0.1:9000", "HOTLINE_RING": "5h", "HOTLINE_CLAIM": "так", "HOTLINE_CLOCK": "завтра",
		"HOTLINE_S3_ENDPOINT": "127.0.0.1", "HOTLINE_POSTGRES": "", "HOTLINE_SPOOL": ""} {
		t.Setenv(name, value)
	}
	err := run(t.Context(), []string{"serve"})
	if err == nil {
		t.Fatal("serve starts with a broken configuration")
	}
	for _, want := range []string{"налаштування:", "HOTLINE_S3_ENDPONT: такої змінної немає", "HOTLINE_RING 5h0m0s: від 1s до 2m", "HOTLINE_CLAIM \"так\": має бути auto, yes або no",
		"HOTLINE_CLOCK \"завтра\": має бути момент", "HOTLINE_S3_ENDPOINT \"127.0.0.1\": має бути адреса", "HOTLINE_POSTGRES", "HOTLINE_SPOOL"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the fault does not say %q:\n%v", want, err)
		}
	}
}
