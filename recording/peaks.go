package recording

import "fmt"

// Peaks is what a player draws: for each pixel the lowest and the highest value of each channel, interleaved, 8 bit.
// The JSON is audiowaveform's format, version 2.
type Peaks struct {
	Version         int    `json:"version"`
	Channels        int    `json:"channels"`
	SampleRate      int    `json:"sample_rate"`
	SamplesPerPixel int    `json:"samples_per_pixel"`
	Bits            int    `json:"bits"`
	Length          int64  `json:"length"` // pixels
	Data            []int8 `json:"data"`
}

// alaw holds the linear value of each A-law byte (ITU-T G.711), reduced to 8 bits.
var alaw = func() (table [256]int8) {
	for i := range table {
		b := byte(i) ^ 0x55
		v := int(b&0x0f)<<4 + 8
		if segment := b >> 4 & 7; segment > 0 {
			v = (v + 0x100) << (segment - 1)
		}
		if b&0x80 == 0 {
			v = -v
		}
		table[i] = int8(v / 256)
	}
	return table
}()

// NewPeaks reads both legs once: 20 pixels a second, 10 for a talk longer than an hour.
func NewPeaks(left, right Leg) (Peaks, error) {
	n := max(left.Samples, right.Samples)
	pixel := int64(SampleRate / 20)
	if n > 3600*SampleRate {
		pixel = SampleRate / 10
	}
	p := Peaks{Version: 2, Channels: channels, SampleRate: SampleRate, SamplesPerPixel: int(pixel), Bits: 8, Length: (n + pixel - 1) / pixel}
	p.Data = make([]int8, p.Length*2*channels)
	for side, leg := range []Leg{left, right} {
		if err := p.draw(leg, side, n); err != nil {
			return Peaks{}, fmt.Errorf("read channel %d for its peaks: %w", side, err)
		}
	}
	return p, nil
}

func (p *Peaks) draw(leg Leg, side int, samples int64) error {
	pixel := int64(p.SamplesPerPixel)
	buf := make([]byte, 64*pixel)
	for first := int64(0); first < samples; first += int64(len(buf)) {
		part := buf[:min(int64(len(buf)), samples-first)]
		if err := leg.fill(part, first); err != nil {
			return err
		}
		for i := int64(0); i < int64(len(part)); i += pixel {
			low, high := int8(127), int8(-128)
			for _, b := range part[i:min(i+pixel, int64(len(part)))] {
				low, high = min(low, alaw[b]), max(high, alaw[b])
			}
			at := ((first+i)/pixel*channels + int64(side)) * 2
			p.Data[at], p.Data[at+1] = low, high
		}
	}
	return nil
}
