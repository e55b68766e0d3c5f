package emulator_test

// schedules is a scaling spec with one schedule.
func schedules(hibernate, wake string) object {
	return object{"hibernationSpec": object{"schedules": []any{
		object{"hibernateAtCron": hibernate, "wakeAtCron": wake, "isEnabled": true},
	}}}
}
