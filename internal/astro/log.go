package astro

import (
	"context"
	"log/slog"
	"time"
)

// logExchange writes one record per exchange. Bodies and headers never appear:
// they hold secrets.
func (c *Client) logExchange(ctx context.Context, method, path string, status int, requestID string, took time.Duration) {
	c.logger.LogAttrs(context.WithoutCancel(ctx), slog.LevelDebug, "Astro API call",
		slog.String("method", method), slog.String("path", path), slog.Int("status", status),
		slog.String("request_id", requestID), slog.Int64("duration_ms", took.Milliseconds()))
}
