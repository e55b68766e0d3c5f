package ownership

import (
	"fmt"
	"strings"
)

// ConflictError says that others kept changing a shared object until the
// caller's own part could not be shown to stand.
type ConflictError struct {
	// What was tried: "link Deployment c1… to connection c2…".
	What string
	// Object is the kind and id of the shared object, Name its key or name.
	Object, Name string
	// Part says what does not stand; nil when the own part stands but the
	// object never came to rest.
	Part error
	// UpdatedBy and UpdatedAt are the last change of the object; may be empty.
	UpdatedBy, UpdatedAt string
	// Rounds is how often the part was written and undone.
	Rounds int
}

// Error says what happened, who else writes and what to do.
func (e *ConflictError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "could not %s: ", e.What)
	if e.Part != nil {
		fmt.Fprintf(&text, "%s (%q) was written %d times and each time somebody else undid it (%s)", e.Object, e.Name, e.Rounds, e.Part)
	} else {
		fmt.Fprintf(&text, "the change was written to %s (%q) and stood at the last look, but somebody else kept changing the object, so that it could still be undone", e.Object, e.Name)
	}
	if e.UpdatedBy != "" || e.UpdatedAt != "" {
		fmt.Fprintf(&text, "; the last change was made by %s at %s", orUnknown(e.UpdatedBy), orUnknown(e.UpdatedAt))
	}
	text.WriteString(". Find out whether another Terraform run, the Astro CLI or a person manages the same part, " +
		"leave it to one of them, and run terraform apply again when the object is at rest")
	return text.String()
}

// Unwrap gives what does not stand.
func (e *ConflictError) Unwrap() error { return e.Part }

// IgnoredError says that the API accepted a change and did not carry it out:
// neither the answer of the update nor a read right after shows it.
type IgnoredError struct {
	// What was tried.
	What string
	// Part says what does not stand.
	Part error
}

// Error says what was accepted and is not there.
func (e *IgnoredError) Error() string {
	return fmt.Sprintf("could not %s: Astro accepted the change but the object does not show it (%s)", e.What, e.Part)
}

// Unwrap gives what does not stand.
func (e *IgnoredError) Unwrap() error { return e.Part }

// ReferenceError says that the API answered 404 to a change of an object that is
// there: something that the change names does not exist. It does not wrap the
// answer, so that nobody takes it for "the object is gone".
type ReferenceError struct {
	// Answer is the API's answer.
	Answer error
}

// Error gives the answer.
func (e *ReferenceError) Error() string {
	return e.Answer.Error() + "; the object itself is there, so something that the change names does not exist"
}

// InterruptedError says that the caller's context ended before its change was
// known to stand.
type InterruptedError struct {
	// What was tried.
	What string
	// Written says that the change was sent to the API and may have been carried
	// out; it was not verified against other writers.
	Written bool

	cause error
}

// Error says whether anything was written.
func (e *InterruptedError) Error() string {
	if e.Written {
		return fmt.Sprintf("stopped while waiting to see that the change stands: %s was sent to Astro but not verified: %v. Run terraform plan to see what stands", e.What, e.cause)
	}
	return fmt.Sprintf("could not %s: stopped before anything was sent: %v", e.What, e.cause)
}

// Unwrap gives the context's error.
func (e *InterruptedError) Unwrap() error { return e.cause }

func orUnknown(text string) string {
	if text == "" {
		return "an unknown party or time"
	}
	return text
}
