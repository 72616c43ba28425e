package softphone_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline/telephony/softphone"
)

// wav builds a WAV file with a chunk of odd length before the audio.
func wav(format, channels, bits uint16, rate uint32, audio []byte) []byte {
	var b bytes.Buffer
	chunk := func(id string, body []byte) {
		b.WriteString(id)
		binary.Write(&b, binary.LittleEndian, uint32(len(body)))
		b.Write(body)
		if len(body)%2 == 1 {
			b.WriteByte(0)
		}
	}
	b.WriteString("RIFF\x00\x00\x00\x00WAVE")
	head := binary.LittleEndian.AppendUint16(nil, format)
	head = binary.LittleEndian.AppendUint16(head, channels)
	head = binary.LittleEndian.AppendUint32(head, rate)
	head = binary.LittleEndian.AppendUint32(head, rate*uint32(channels)*uint32(bits)/8)
	head = binary.LittleEndian.AppendUint16(head, channels*bits/8)
	chunk("fmt ", binary.LittleEndian.AppendUint16(head, bits))
	chunk("LIST", []byte("odd"))
	chunk("data", audio)
	return b.Bytes()
}

func TestFile_SpeaksWhatIsInIt(t *testing.T) {
	t.Parallel()
	caller, agent := open(t, softphone.Config{}), open(t, softphone.Config{})
	out, in := talk(t, caller, agent)
	ctx := within(t, 30*time.Second)
	alaw := toneBytes(softphone.TonePrompt2, time.Second)
	var pcm []byte
	for _, code := range alaw {
		pcm = binary.LittleEndian.AppendUint16(pcm, uint16(linearOf(code)))
	}
	for name, content := range map[string][]byte{
		"alaw.wav": wav(6, 1, 8, 8000, alaw), "pcm.wav": wav(1, 1, 16, 8000, pcm), "raw.alaw": alaw,
	} {
		path := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(path, content, 0o600))
		speech, err := softphone.File(path)
		must(t, err)
		out.Play(softphone.Silence())
		must(t, in.Heard().WaitSilence(ctx))
		said := out.Play(speech)
		if err := in.Heard().WaitOnly(ctx, softphone.TonePrompt2); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		<-said
	}
	out.Play(softphone.ALaw(alaw[:1000]).Looped())
	must(t, in.Heard().Wait(ctx, "a loop longer than its sound", 8, func(w softphone.Window) bool { return w.Has(softphone.TonePrompt2) }))
}

func TestFile_RefusesWhatItCannotSpeak(t *testing.T) {
	t.Parallel()
	for want, content := range map[string][]byte{
		"44100 Hz":      wav(1, 1, 16, 44100, make([]byte, 100)),
		"2 channels":    wav(6, 2, 8, 8000, make([]byte, 100)),
		"format 1":      wav(1, 1, 8, 8000, make([]byte, 100)),
		"no data chunk": []byte("RIFF\x00\x00\x00\x00WAVE"),
		"not WAVE":      []byte("RIFFxxxx"),
		"no audio":      {},
	} {
		path := filepath.Join(t.TempDir(), "speech")
		must(t, os.WriteFile(path, content, 0o600))
		if _, err := softphone.File(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if _, err := softphone.File("/nonexistent"); err == nil {
		t.Error("a missing file was read")
	}
}

// linearOf is the level of an A-law code (G.711, table 1a).
func linearOf(code byte) int16 {
	code ^= 0x55
	segment, level := int(code>>4)&7, 16*int(code&15)+8
	if segment > 0 {
		level = (16*int(code&15) + 264) << (segment - 1)
	}
	if code&0x80 == 0 {
		level = -level
	}
	return int16(level)
}
