package astro

import (
	"context"
	"log/slog"
	"time"
)

// exchangeRecord is what the log says about one request and all its attempts.
type exchangeRecord struct {
	method, path string
	status       int
	requestID    string
	attempts     int
	started      time.Time
}

// logExchange writes one record per request. Bodies, queries and headers never
// appear: they hold secrets.
func (c *Client) logExchange(ctx context.Context, r exchangeRecord) {
	c.logger.LogAttrs(context.WithoutCancel(ctx), slog.LevelDebug, "Astro API call",
		slog.String("method", r.method), slog.String("path", r.path), slog.Int("status", r.status),
		slog.Int("attempts", r.attempts), slog.String("request_id", r.requestID),
		slog.Int64("duration_ms", time.Since(r.started).Milliseconds()))
}
