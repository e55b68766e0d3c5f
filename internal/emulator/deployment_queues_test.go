package emulator_test

// queue is a worker queue with changes.
func queue(name string, change object) object {
	return with(object{
		"name": name, "isDefault": name == "default", "astroMachine": "A5",
		"minWorkerCount": 0, "maxWorkerCount": 5, "workerConcurrency": 5,
	}, change)
}
