package emulator

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"regexp"
)

// idLength is the length of a CUID with its leading letter (API facts, A.3).
const idLength = 25

// idPattern is what the platform accepts as an id.
var idPattern = regexp.MustCompile(`^c[a-z0-9]{24}$`)

// isID reports whether text has the shape of a CUID.
func isID(text string) bool { return idPattern.MatchString(text) }

// idSource makes ids of 25 characters. It hashes a counter with a salt, so that
// a fixed salt gives the same ids in every run.
type idSource struct {
	salt    [16]byte
	counter uint64
}

// newIDSource returns a source with a random salt, or a fixed one.
func newIDSource(deterministic bool) *idSource {
	s := &idSource{}
	if !deterministic {
		// crypto/rand.Read never fails on the platforms that Go supports.
		_, _ = rand.Read(s.salt[:])
	}
	return s
}

// next returns the next id.
func (s *idSource) next() string {
	s.counter++
	return derivedID(string(s.salt[:]), s.counter)
}

// derivedID turns a salt and a number into an id, always the same one.
func derivedID(salt string, n uint64) string {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(salt), n))
	digits := new(big.Int).SetBytes(sum[:]).Text(36)
	for len(digits) < idLength {
		digits += "0"
	}
	return "c" + digits[:idLength-1]
}
