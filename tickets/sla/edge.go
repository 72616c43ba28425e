package sla

import "time"

// Edge tells whether t is working time, and when that changes next: the closing, or the next opening.
func (c *Calendar) Edge(t time.Time) (open bool, at time.Time, err error) {
	when, err := c.at(t)
	if err != nil {
		return false, time.Time{}, err
	}
	i := c.window(when)
	if i >= 0 && when < c.close[i] {
		return true, time.UnixMicro(c.close[i]).UTC(), nil
	}
	if i+1 == len(c.open) {
		return false, time.Time{}, c.beyond(t)
	}
	return false, time.UnixMicro(c.open[i+1]).UTC(), nil
}
