package deployment

import "sync"

// creatingDeployments lets the creates of one name in one Workspace go one after
// the other: of two that look for a namesake at the same time neither would see
// the other's.
type creatingDeployments struct {
	mu    sync.Mutex
	names map[creatingName]*sync.Mutex
}

type creatingName struct{ workspaceID, name string }

// enter waits for its turn and returns what ends it.
func (c *creatingDeployments) enter(workspaceID, name string) (leave func()) {
	key := creatingName{workspaceID, name}
	c.mu.Lock()
	if c.names == nil {
		c.names = map[creatingName]*sync.Mutex{}
	}
	turn, ok := c.names[key]
	if !ok {
		turn = &sync.Mutex{}
		c.names[key] = turn
	}
	c.mu.Unlock()
	turn.Lock()
	return turn.Unlock
}
