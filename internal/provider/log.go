package provider

import (
	"context"
	"log/slog"
	"maps"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// newLogger writes records of the client to Terraform's log, by the logger in
// the context of each call.
func newLogger() *slog.Logger { return slog.New(logHandler{}) }

// logHandler hands slog records to tflog. Terraform's own level decides what is shown.
type logHandler struct {
	fields map[string]any
	prefix string
}

// Enabled is always true: tflog filters.
func (logHandler) Enabled(context.Context, slog.Level) bool { return true }

// Handle writes one record.
func (h logHandler) Handle(ctx context.Context, record slog.Record) error {
	fields := make(map[string]any, len(h.fields)+record.NumAttrs())
	maps.Copy(fields, h.fields)
	record.Attrs(func(a slog.Attr) bool {
		fields[h.prefix+a.Key] = a.Value.Resolve().Any()
		return true
	})
	switch {
	case record.Level >= slog.LevelError:
		tflog.Error(ctx, record.Message, fields)
	case record.Level >= slog.LevelWarn:
		tflog.Warn(ctx, record.Message, fields)
	case record.Level >= slog.LevelInfo:
		tflog.Info(ctx, record.Message, fields)
	case record.Level >= slog.LevelDebug:
		tflog.Debug(ctx, record.Message, fields)
	default:
		tflog.Trace(ctx, record.Message, fields)
	}
	return nil
}

// WithAttrs returns a handler that adds fields to every record.
func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	fields := make(map[string]any, len(h.fields)+len(attrs))
	maps.Copy(fields, h.fields)
	for _, a := range attrs {
		fields[h.prefix+a.Key] = a.Value.Resolve().Any()
	}
	return logHandler{fields: fields, prefix: h.prefix}
}

// WithGroup returns a handler that puts later fields under a name.
func (h logHandler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return logHandler{fields: h.fields, prefix: h.prefix + name + "."}
}
