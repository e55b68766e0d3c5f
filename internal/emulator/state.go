package emulator

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// State returns the whole store as JSON, stored secrets included: it is a test
// tool. The same text can be given to Options.SeedReader.
func (s *Server) State() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.encodeStore()
}

// encodeStore renders the store for State and the state file.
func (s *Server) encodeStore() ([]byte, error) {
	s.store.IDCount, s.store.ClockOffset = s.ids.counter, s.offset
	text, err := json.MarshalIndent(s.store, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the store: %w", err)
	}
	return append(text, '\n'), nil
}

// save writes the state file, when there is one: to a new file first, which
// then takes the old one's place, so that a killed process leaves a whole file.
func (s *Server) save() error {
	if s.opts.StateFile == "" {
		return nil
	}
	text, err := s.encodeStore()
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(s.opts.StateFile), ".astro-emulator-*")
	if err != nil {
		return fmt.Errorf("saving the store: %w", err)
	}
	_, err = file.Write(text)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), s.opts.StateFile)
	}
	if err != nil {
		// The first error is the one to report.
		_ = os.Remove(file.Name())
		return fmt.Errorf("saving the store: %w", err)
	}
	return nil
}
