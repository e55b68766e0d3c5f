package ownership

import (
	"context"
	"net/http"
)

// delete carries a delete out. The DELETE's turn comes before the read that its
// caller judges, so that the judgement is not old when the DELETE goes out.
func (q *queue[O, R]) delete(ctx context.Context, c *call[O, R]) {
	ctx, err := q.engine.client.TakeTurns(ctx, http.MethodDelete)
	if err != nil {
		q.finish(c, nil, err)
		return
	}
	fresh, err := q.engine.kind.get(ctx, q.id)
	if err == nil {
		q.engine.kind.observe(fresh)
		err = c.allow(fresh)
	}
	if err != nil || !q.beginWrite([]*call[O, R]{c}) {
		q.finish(c, fresh, err)
		return
	}
	err = q.engine.kind.remove(context.WithoutCancel(ctx), q.id)
	if err == nil {
		q.engine.kind.forget(q.id)
	}
	q.endWrite([]*call[O, R]{c}, nil, err == nil)
	q.finish(c, nil, err)
}
