package astro

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Extra is the JSON object in a connection's extra. Numbers keep the digits
// they came with, so that an id of twenty digits survives a round trip.
type Extra map[string]any

// UnmarshalJSON decodes an object without turning numbers into floats.
func (e *Extra) UnmarshalJSON(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var members map[string]any
	if err := decoder.Decode(&members); err != nil {
		return fmt.Errorf("extra is not a JSON object: %w", err)
	}
	*e = members
	return nil
}
