package fwkit_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

func TestUnfinished(t *testing.T) {
	t.Parallel()
	var u fwkit.Unfinished
	var mu sync.Mutex
	ended := map[string]int{}
	end := func(id string, err error) func(context.Context) error {
		return func(context.Context) error {
			mu.Lock()
			defer mu.Unlock()
			ended[id]++
			return err
		}
	}
	if err := u.Finish(t.Context()); err != nil {
		t.Errorf("nothing was begun: %v", err)
	}
	u.Begin("a", end("a", nil))
	u.Begin("b", end("b", nil))
	u.Begin("c", end("c", errors.New("c stays")))
	u.Ended("a")
	u.Ended("nobody")
	if err := u.Finish(t.Context()); err == nil || !strings.Contains(err.Error(), "c stays") {
		t.Errorf("error %v", err)
	}
	if err := u.Finish(t.Context()); err != nil {
		t.Errorf("ended twice: %v", err)
	}
	if ended["a"] != 0 || ended["b"] != 1 || ended["c"] != 1 {
		t.Errorf("ended %v", ended)
	}
}
