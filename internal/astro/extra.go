package astro

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Extra is the JSON object in a connection's extra. Numbers keep the digits
// they came with, so that an id of twenty digits survives a round trip.
type Extra map[string]any

// UnmarshalJSON decodes an object without turning numbers into floats. A blank
// text, as masked values read, is no members; a text that holds an object, as
// Airflow itself writes extra, is that object.
func (e *Extra) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return fmt.Errorf("extra is not a JSON object: %w", err)
		}
		if strings.TrimSpace(text) == "" {
			*e = nil
			return nil
		}
		data = []byte(text)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var members map[string]any
	if err := decoder.Decode(&members); err != nil {
		return fmt.Errorf("extra is not a JSON object: %w", err)
	}
	*e = members
	return nil
}
