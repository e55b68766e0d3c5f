package acctest_test

import "github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"

// faultOn answers every matching request with a status.
func faultOn(method, path string, status int) emulator.Fault {
	f := emulator.Fault{Method: method, Path: path, Status: status, Count: -1}
	if status == 0 {
		f.Count = 1
	}
	return f
}
