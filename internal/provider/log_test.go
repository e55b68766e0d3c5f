package provider

import (
	"bytes"
	"context"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

func TestLogger(t *testing.T) {
	t.Parallel()
	var output bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &output)
	logger := newLogger()
	logger.With(slog.String("a", "1")).WithGroup("g").With(slog.Int("b", 2)).LogAttrs(ctx, slog.LevelInfo, "grouped", slog.Bool("c", true))
	logger.WithGroup("").ErrorContext(ctx, "error")
	logger.WarnContext(ctx, "warn")
	logger.DebugContext(ctx, "debug", "n", 3)
	logger.Log(ctx, slog.LevelDebug-4, "trace")
	// Without a logger in the context a record goes nowhere and does no harm.
	logger.InfoContext(context.Background(), "nowhere")

	entries, err := tflogtest.MultilineJSONDecode(&output)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		delete(entry, "@module")
		delete(entry, "@caller")
	}
	want := []map[string]any{
		{"@level": "info", "@message": "grouped", "a": "1", "g.b": float64(2), "g.c": true},
		{"@level": "error", "@message": "error"},
		{"@level": "warn", "@message": "warn"},
		{"@level": "debug", "@message": "debug", "n": float64(3)},
		{"@level": "trace", "@message": "trace"},
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}
