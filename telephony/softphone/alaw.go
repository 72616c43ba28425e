package softphone

import "math/bits"

// alawSilence is the code of the smallest positive level, what a silent line carries.
const alawSilence = 0xD5

// alawFullScale is the largest level that A-law can express, in 16-bit linear units;
// a sine of this amplitude is +3.14 dBm0 (ITU-T G.711, table 1a).
const alawFullScale = 32256

// encodeALaw gives the G.711 A-law code of a 16-bit linear sample.
func encodeALaw(sample int16) byte {
	sign, magnitude := byte(0x80), int(sample)
	if magnitude < 0 {
		sign, magnitude = 0, -magnitude-1
	}
	q := uint(magnitude) >> 4 // the finest step of A-law is 16 linear units
	if q < 16 {
		return (sign | byte(q)) ^ 0x55
	}
	segment := bits.Len(q) - 4
	return (sign | byte(segment<<4) | byte(q>>(segment-1))&0x0F) ^ 0x55
}

// alawLinear maps each A-law code to the middle of its interval, 16-bit linear.
var alawLinear = func() (table [256]int16) {
	for i := range table {
		code := byte(i) ^ 0x55
		segment, level := int(code>>4)&7, int(code&0x0F)<<4+8
		if segment > 0 {
			level = (level + 0x100) << (segment - 1)
		}
		if code&0x80 == 0 {
			level = -level
		}
		table[i] = int16(level)
	}
	return table
}()
