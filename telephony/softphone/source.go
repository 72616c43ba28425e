package softphone

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
)

// frameSamples is one RTP packet: 20 ms at 8000 Hz, one byte a sample in A-law.
const frameSamples = 160

// DefaultLevel is the level of a tone that is loud and leaves room for five of
// them in one conference, in dBm0.
const DefaultLevel = -16.0

// Source is what a Call says. It is a value without state: one Source may be
// played in many calls at once and again later. The zero value is Nothing.
type Source struct {
	name  string
	audio []byte // A-law
	loop  bool
}

// Nothing sends no RTP at all, as a browser that has crashed.
func Nothing() Source { return Source{} }

// Silence sends packets of silence, as a phone that is muted.
func Silence() Source {
	return Source{name: "silence", audio: bytes.Repeat([]byte{alawSilence}, frameSamples), loop: true}
}

// Tone is an endless sine of hz at level (dBm0, see DefaultLevel). hz is taken to
// one decimal, so that the tone repeats without a click.
func Tone(hz, level float64) Source {
	n := 8000
	if hz != math.Trunc(hz) {
		n, hz = 80000, math.Round(hz*10)/10
	}
	amplitude := alawFullScale * math.Pow(10, (level-3.14)/20)
	audio := make([]byte, n)
	for i := range audio {
		s := amplitude * math.Sin(2*math.Pi*hz*float64(i)/8000)
		audio[i] = encodeALaw(int16(max(-32768, min(32767, math.Round(s)))))
	}
	return Source{name: fmt.Sprintf("%g Hz", hz), audio: audio, loop: true}
}

// ALaw says raw A-law audio (8000 Hz, mono) once; silence follows.
func ALaw(audio []byte) Source {
	return Source{name: "audio", audio: bytes.Clone(audio)}
}

// Looped is the same Source without an end.
func (s Source) Looped() Source {
	s.loop = true
	return s
}

// String names the source for logs and failures of tests.
func (s Source) String() string {
	if s.name == "" {
		return "nothing"
	}
	return s.name
}

// File reads speech from a file: a WAV of 8000 Hz mono in A-law or 16-bit PCM, or,
// when there is no RIFF header, raw A-law.
func File(path string) (Source, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Source{}, fmt.Errorf("read speech: %w", err)
	}
	audio := content
	if bytes.HasPrefix(content, []byte("RIFF")) {
		if audio, err = alawOfWAV(content); err != nil {
			return Source{}, fmt.Errorf("read speech %s: %w", path, err)
		}
	}
	if len(audio) == 0 {
		return Source{}, fmt.Errorf("read speech %s: no audio in it", path)
	}
	return Source{name: path, audio: audio}, nil
}

// alawOfWAV walks the chunks of a WAV file and gives its audio as A-law.
func alawOfWAV(content []byte) ([]byte, error) {
	const pcm, alaw = 1, 6 // WAVE format tags
	var format, channels, bits uint16
	var rate uint32
	if len(content) < 12 || string(content[8:12]) != "WAVE" {
		return nil, errors.New("RIFF, but not WAVE")
	}
	for rest := content[12:]; len(rest) >= 8; {
		id, size := string(rest[:4]), int(binary.LittleEndian.Uint32(rest[4:]))
		rest = rest[8:]
		body := rest[:min(size, len(rest))]
		switch {
		case id == "fmt " && len(body) >= 16:
			format, channels = binary.LittleEndian.Uint16(body), binary.LittleEndian.Uint16(body[2:])
			rate, bits = binary.LittleEndian.Uint32(body[4:]), binary.LittleEndian.Uint16(body[14:])
		case id == "data":
			if rate != 8000 || channels != 1 {
				return nil, fmt.Errorf("%d Hz and %d channels, wanted 8000 Hz mono", rate, channels)
			}
			switch {
			case format == alaw:
				return bytes.Clone(body), nil
			case format == pcm && bits == 16:
				return alawOfPCM(body), nil
			}
			return nil, fmt.Errorf("format %d with %d bits, wanted A-law or 16-bit PCM", format, bits)
		}
		rest = rest[min(size+size&1, len(rest)):] // chunks are padded to an even length
	}
	return nil, errors.New("no data chunk")
}

func alawOfPCM(pcm []byte) []byte {
	audio := make([]byte, len(pcm)/2)
	for i := range audio {
		audio[i] = encodeALaw(int16(binary.LittleEndian.Uint16(pcm[2*i:])))
	}
	return audio
}

// playback is a Source that is being played in one call.
type playback struct {
	source Source
	at     int
	ended  chan struct{} // closed when the last sample was sent, or something else is played
	over   bool
}

func newPlayback(s Source) *playback { return &playback{source: s, ended: make(chan struct{})} }

// silentLine reports that nothing at all is to be sent.
func (p *playback) silentLine() bool { return len(p.source.audio) == 0 }

// next fills one frame; after the end of a source that is not looped it is silence.
func (p *playback) next(frame []byte) {
	for n := 0; n < len(frame); {
		if p.at == len(p.source.audio) {
			if !p.source.loop {
				for ; n < len(frame); n++ {
					frame[n] = alawSilence
				}
				p.end()
				return
			}
			p.at = 0
		}
		copied := copy(frame[n:], p.source.audio[p.at:])
		n, p.at = n+copied, p.at+copied
	}
}

func (p *playback) end() {
	if !p.over {
		p.over = true
		close(p.ended)
	}
}
