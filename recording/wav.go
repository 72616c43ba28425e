package recording

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// silence is A-law's smallest positive value; the shorter leg is continued with it.
const silence = 0xD5

// headerSize is RIFF + fmt of 18 bytes + fact + data: a format other than PCM needs cbSize and a fact chunk.
const headerSize = 58

// maxSamples keeps every length inside RIFF's 32 bits: 74 hours of talk.
const maxSamples = (1<<32 - 1 - headerSize) / channels

// Leg is the sound of one side: headerless A-law, 8 kHz, one byte a sample. The zero value is a leg that was not recorded.
type Leg struct {
	Sound   io.ReaderAt
	Samples int64
}

// Talk is the stereo WAV of two legs, made while it is read: nothing is kept in memory or written to a disk, so a call can
// be heard the moment it ends. It is an io.ReadSeeker for http.ServeContent and an io.ReaderAt for an upload that may be
// repeated. ReadAt is safe for concurrent use when the legs' is; Read and Seek are not.
type Talk struct {
	left, right Leg
	samples     int64
	header      [headerSize]byte
	at          int64
}

// NewTalk joins what the caller said (left) and what the caller heard (right). The shorter is continued with silence.
// A talk longer than RIFF can tell (74 h) is an error.
func NewTalk(left, right Leg) (*Talk, error) {
	n := max(left.Samples, right.Samples)
	if n > maxSamples || left.Samples < 0 || right.Samples < 0 {
		return nil, fmt.Errorf("%w: a talk of %d samples does not fit a WAV", ErrInvalid, n)
	}
	t := &Talk{left: left, right: right, samples: n}
	le, h := binary.LittleEndian, t.header[:]
	copy(h[0:], "RIFF")
	le.PutUint32(h[4:], uint32(headerSize-8+n*channels))
	copy(h[8:], "WAVEfmt ")
	le.PutUint32(h[16:], 18)
	le.PutUint16(h[20:], 6) // WAVE_FORMAT_ALAW
	le.PutUint16(h[22:], channels)
	le.PutUint32(h[24:], SampleRate)
	le.PutUint32(h[28:], SampleRate*channels)
	le.PutUint16(h[32:], channels) // bytes of one sample of all channels
	le.PutUint16(h[34:], 8)        // bits of one sample
	copy(h[38:], "fact")           // h[36:38] is cbSize, 0
	le.PutUint32(h[42:], 4)
	le.PutUint32(h[46:], uint32(n))
	copy(h[50:], "data")
	le.PutUint32(h[54:], uint32(n*channels))
	return t, nil
}

// Size is the length of the WAV in bytes.
func (t *Talk) Size() int64 { return headerSize + t.samples*channels }

// Samples is the length of each channel.
func (t *Talk) Samples() int64 { return t.samples }

// Read implements io.Reader.
func (t *Talk) Read(p []byte) (int, error) {
	n, err := t.ReadAt(p, t.at)
	t.at += int64(n)
	if n > 0 && errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// Seek implements io.Seeker.
func (t *Talk) Seek(offset int64, whence int) (int64, error) {
	at, err := seek(t.at, t.Size(), offset, whence)
	if err == nil {
		t.at = at
	}
	return at, err
}

func seek(at, size, offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += at
	case io.SeekEnd:
		offset += size
	}
	if offset < 0 {
		return at, fmt.Errorf("%w: seek before the beginning", ErrInvalid)
	}
	return offset, nil
}

// ReadAt implements io.ReaderAt. A leg that gives less than it promised is an error, never silence.
func (t *Talk) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, fmt.Errorf("%w: read before the beginning", ErrInvalid)
	}
	done := 0
	if off < headerSize {
		done = copy(p, t.header[off:])
	}
	var left, right [8192]byte
	for done < len(p) {
		pos := off + int64(done) - headerSize
		first := pos / channels
		if first >= t.samples {
			return done, io.EOF
		}
		skip := int(pos % channels)
		n := min(int64(len(left)), t.samples-first, int64((len(p)-done+skip+1)/channels))
		if err := t.left.fill(left[:n], first); err != nil {
			return done, fmt.Errorf("read the caller's leg: %w", err)
		}
		if err := t.right.fill(right[:n], first); err != nil {
			return done, fmt.Errorf("read the leg that the caller heard: %w", err)
		}
		for i := skip; i < int(n)*channels && done < len(p); i++ {
			if i%channels == 0 {
				p[done] = left[i/channels]
			} else {
				p[done] = right[i/channels]
			}
			done++
		}
	}
	return done, nil
}

// fill gives len(p) samples from first on, silence behind the leg's end.
func (l Leg) fill(p []byte, first int64) error {
	n := min(max(l.Samples-first, 0), int64(len(p)))
	if n > 0 {
		got, err := l.Sound.ReadAt(p[:n], first)
		if int64(got) < n {
			if err == nil || errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	for i := n; i < int64(len(p)); i++ {
		p[i] = silence
	}
	return nil
}

// legsOf splits a sealed WAV into its channels again, for peaks that were not stored.
func legsOf(wav io.ReaderAt, size int64) (left, right Leg) {
	n := max(size-headerSize, 0) / channels
	return Leg{channel{wav, 0}, n}, Leg{channel{wav, 1}, n}
}

// channel is one side of an interleaved WAV.
type channel struct {
	wav  io.ReaderAt
	side int
}

func (c channel) ReadAt(p []byte, off int64) (int, error) {
	both := make([]byte, len(p)*channels)
	n, err := c.wav.ReadAt(both, headerSize+off*channels)
	n /= channels
	for i := range n {
		p[i] = both[i*channels+c.side]
	}
	return n, err
}
