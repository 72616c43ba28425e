// Package asterisktest gives a test an Asterisk of its own, run by deploy/bin/asterisk with the configuration that
// production has, on free ports of the loopback and in a directory of its own.
//
// Prompts and music are tones, so that who hears what can be measured: see Tones.
package asterisktest
