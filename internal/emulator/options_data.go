package emulator

import (
	"slices"
	"strconv"
	"strings"
)

// runtimeRelease is a version of Astro Runtime.
type runtimeRelease struct {
	Version                  string `json:"version"`
	AirflowVersion           string `json:"airflowVersion"`
	Channel                  string `json:"channel"`
	ReleaseDate              string `json:"releaseDate"`
	AirflowDatabaseMigration bool   `json:"airflowDatabaseMigration"`
	StellarDatabaseMigration bool   `json:"stellarDatabaseMigration"`
}

// airflowMajor is the major version of Airflow in a release.
func (r runtimeRelease) airflowMajor() int {
	major, _, _ := strings.Cut(r.AirflowVersion, ".")
	// 0 for a text that is no version is right: nothing needs less than 2.
	n, _ := strconv.Atoi(major)
	return n
}

// numberRange bounds a number.
type numberRange struct {
	Floor   int `json:"floor"`
	Default int `json:"default"`
	Ceiling int `json:"ceiling"`
}

// textRange bounds a quantity.
type textRange struct {
	Floor   string `json:"floor"`
	Default string `json:"default"`
	Ceiling string `json:"ceiling"`
}

// machineSpec is the size of a machine.
type machineSpec struct {
	CPU              string `json:"cpu"`
	Memory           string `json:"memory"`
	EphemeralStorage string `json:"ephemeralStorage,omitempty"`
}

// schedulerMachine is a size of the scheduler.
type schedulerMachine struct {
	Name string      `json:"name"`
	Spec machineSpec `json:"spec"`
}

// workerMachine is a type of worker.
type workerMachine struct {
	Name        string      `json:"name"`
	Concurrency numberRange `json:"concurrency"`
	Spec        machineSpec `json:"spec"`
}

// workerQueueOptions bounds worker queues.
type workerQueueOptions struct {
	MinWorkers        numberRange `json:"minWorkers"`
	MaxWorkers        numberRange `json:"maxWorkers"`
	WorkerConcurrency numberRange `json:"workerConcurrency"`
}

// resourceOption bounds a pair of CPU and memory.
type resourceOption struct {
	CPU    textRange `json:"cpu"`
	Memory textRange `json:"memory"`
}

// resourceQuotaOptions bounds quotas and the default size of task pods.
type resourceQuotaOptions struct {
	ResourceQuota  resourceOption `json:"resourceQuota"`
	DefaultPodSize resourceOption `json:"defaultPodSize"`
}

// runtimeReleases returns all releases, newest first (API facts, C.7). Some are
// older than 9.3.0, below which connections are not delivered to Airflow.
func runtimeReleases() []runtimeRelease {
	release := func(version, airflow, channel, date string, migrates bool) runtimeRelease {
		return runtimeRelease{
			Version: version, AirflowVersion: airflow, Channel: channel,
			ReleaseDate: date + "T00:00:00Z", AirflowDatabaseMigration: migrates,
		}
	}
	return []runtimeRelease{
		release("3.1-5", "3.1.3", "stable", "2025-11-20", false),
		release("3.1-4", "3.1.2", "stable", "2025-11-06", true),
		release("3.0-12", "3.0.6", "stable", "2025-09-18", false),
		release("13.2.0", "2.11.0", "stable", "2025-08-28", false),
		release("13.1.0", "2.11.0", "stable", "2025-07-10", true),
		release("12.10.0", "2.10.5", "stable", "2025-05-22", false),
		release("12.7.1", "2.10.5", "stable", "2025-02-13", true),
		release("11.19.0", "2.9.3", "stable", "2025-04-03", false),
		release("11.3.0", "2.9.1", "deprecated", "2024-05-06", true),
		release("10.2.0", "2.8.1", "deprecated", "2024-02-01", true),
		release("9.3.0", "2.7.2", "deprecated", "2023-10-18", false),
		release("9.2.0", "2.7.2", "deprecated", "2023-10-12", true),
		release("8.10.0", "2.6.3", "deprecated", "2023-08-10", false),
		release("7.6.0", "2.5.3", "deprecated", "2023-07-25", true),
	}
}

// findRelease finds a release by its version.
func findRelease(version string) (runtimeRelease, bool) {
	releases := runtimeReleases()
	i := slices.IndexFunc(releases, func(r runtimeRelease) bool { return r.Version == version })
	if i < 0 {
		return runtimeRelease{}, false
	}
	return releases[i], true
}

// schedulerMachines returns the sizes of schedulers (API facts, C.2).
func schedulerMachines() []schedulerMachine {
	return []schedulerMachine{
		{"SMALL", machineSpec{CPU: "1", Memory: "2Gi"}},
		{"MEDIUM", machineSpec{CPU: "2", Memory: "4Gi"}},
		{"LARGE", machineSpec{CPU: "4", Memory: "8Gi"}},
		{"EXTRA_LARGE", machineSpec{CPU: "8", Memory: "16Gi"}},
	}
}

// schedulerSizes returns the names of schedulerMachines.
func schedulerSizes() []string {
	var names []string
	for _, m := range schedulerMachines() {
		names = append(names, m.Name)
	}
	return names
}

// workerMachines returns the types of workers with the concurrency that each
// starts with and allows (API facts, C.6).
func workerMachines() []workerMachine {
	machine := func(name string, concurrency int, cpu, memory string) workerMachine {
		return workerMachine{
			Name:        name,
			Concurrency: numberRange{Floor: 1, Default: concurrency, Ceiling: 3 * concurrency},
			Spec:        machineSpec{CPU: cpu, Memory: memory, EphemeralStorage: defaultEphemeralStorage},
		}
	}
	return []workerMachine{
		machine("A5", 5, "1", "2Gi"),
		machine("A10", 10, "2", "4Gi"),
		machine("A20", 20, "4", "8Gi"),
		machine("A40", 40, "8", "16Gi"),
		machine("A60", 60, "12", "24Gi"),
		machine("A120", 120, "24", "48Gi"),
		machine("A160", 160, "32", "64Gi"),
	}
}

// machineNames returns the names of workerMachines.
func machineNames() []string {
	var names []string
	for _, m := range workerMachines() {
		names = append(names, m.Name)
	}
	return names
}

// queueOptions returns the bounds of worker queues. The floors are documented
// (API facts, C.6); the ceilings are the emulator's own.
func queueOptions() workerQueueOptions {
	return workerQueueOptions{
		MinWorkers:        numberRange{Floor: 0, Default: 0, Ceiling: 20},
		MaxWorkers:        numberRange{Floor: 1, Default: 10, Ceiling: 200},
		WorkerConcurrency: numberRange{Floor: 1, Default: 16, Ceiling: 64},
	}
}

// resourceQuotas returns the bounds of quotas and pods. The ceiling of the quota
// is documented (API facts, C.2); floors and defaults are the emulator's own.
func resourceQuotas() resourceQuotaOptions {
	return resourceQuotaOptions{
		ResourceQuota: resourceOption{
			CPU:    textRange{Floor: "1", Default: "10", Ceiling: "6400"},
			Memory: textRange{Floor: "2Gi", Default: "20Gi", Ceiling: "12800Gi"},
		},
		DefaultPodSize: resourceOption{
			CPU:    textRange{Floor: "0.25", Default: "0.25", Ceiling: "6400"},
			Memory: textRange{Floor: "0.5Gi", Default: "0.5Gi", Ceiling: "12800Gi"},
		},
	}
}
