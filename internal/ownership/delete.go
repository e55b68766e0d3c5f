package ownership

import (
	"context"
	"errors"
	"net/http"
)

// delete carries a delete out. The DELETE's turn comes before the read that its
// caller judges, so that the judgement is not old when the DELETE goes out.
func (q *queue[O, R]) delete(ctx context.Context, c *call[O, R]) {
	for {
		err := q.engine.alarm.wait(ctx)
		if err == nil {
			err = q.tryDelete(ctx, c)
		}
		if !errors.Is(err, errHeldBack) {
			q.finish(c, nil, err)
			return
		}
	}
}

// tryDelete deletes, or returns errHeldBack when an alarm or doubt came in between.
func (q *queue[O, R]) tryDelete(ctx context.Context, c *call[O, R]) error {
	ctx, err := q.engine.client.TakeTurns(ctx, http.MethodDelete)
	if err != nil {
		return err
	}
	fresh, err := q.engine.kind.get(ctx, q.id)
	if err != nil {
		return err
	}
	q.engine.kind.observe(fresh)
	if err = c.allow(fresh); err != nil {
		return err
	}
	if !q.engine.alarm.silent() {
		return errHeldBack
	}
	if !q.beginWrite([]*call[O, R]{c}) {
		return errCallerLeft
	}
	err = q.engine.kind.remove(context.WithoutCancel(ctx), q.id)
	if err == nil {
		q.engine.kind.forget(q.id)
		q.endOwed(func(*call[O, R]) error { return nil }) // gone with the object
	}
	q.endWrite([]*call[O, R]{c}, nil, err == nil)
	return err
}
