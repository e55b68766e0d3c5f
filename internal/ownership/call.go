package ownership

import "context"

// call is one caller of an Editor, waiting for its edit or delete.
type call[O, R any] struct {
	edit    Edit[O, R]
	deletes bool
	allow   func(*O) error

	ctx  context.Context // the caller's own, heard while others share its cycle
	done chan struct{}

	// The queue's lock guards these.
	inCycle, finished, left bool
	// written says that a write with this change may have been carried out.
	written bool
	// writing is closed when the write that is out now is over.
	writing chan struct{}
	result  *O
	err     error

	// Only the queue's goroutine uses these.

	// answered says that the last write with this change was answered 2xx.
	answered bool
	// unsure says that a write with this change was sent and its outcome is not known.
	unsure bool
	// stood says that the change was seen after that write.
	stood bool
	// ignored counts the answered writes after which it was never seen.
	ignored int
	// rounds counts the writes that somebody undid.
	rounds int
}

// standing is nil when the caller's own part of an object is as wanted.
func (c *call[O, R]) standing(object *O) error {
	if c.edit.Stands == nil {
		return nil
	}
	return c.edit.Stands(object)
}
