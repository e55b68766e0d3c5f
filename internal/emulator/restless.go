package emulator

import (
	"fmt"
	"time"
)

// unsettled returns a text that the platform computes. In restless mode
// (Options.Restless) it differs from call to call: a client that holds such a
// value stable, or compares it, is wrong.
func (c *call) unsettled(text string) string {
	if !c.srv.opts.Restless {
		return text
	}
	c.srv.unsettle++
	return fmt.Sprintf("%s-%d", text, c.srv.unsettle)
}

// unsettledTime is unsettled for times, which move on by seconds and fractions of
// a second.
func (c *call) unsettledTime(t time.Time) time.Time {
	if !c.srv.opts.Restless {
		return t
	}
	c.srv.unsettle++
	// One hour is enough for every request of a test and stays in the same day.
	return t.Add(time.Duration(c.srv.unsettle%3600) * (time.Second + timeFraction))
}
