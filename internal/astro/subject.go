package astro

// SubjectProfile is the user or API token that last touched an object (API facts, C.2).
type SubjectProfile struct {
	ID           string  `json:"id"`
	SubjectType  *string `json:"subjectType,omitempty"`
	APITokenName *string `json:"apiTokenName,omitempty"`
	FullName     *string `json:"fullName,omitempty"`
	Username     *string `json:"username,omitempty"`
}

// Name is the most telling name the API gave: the person's user name or full
// name, the token's name, else the id; made fit to be shown. It is empty for a
// nil profile.
func (p *SubjectProfile) Name() string {
	if p == nil {
		return ""
	}
	for _, candidate := range []*string{p.Username, p.APITokenName, p.FullName} {
		if candidate != nil && *candidate != "" {
			return visible(*candidate, maxShortWords)
		}
	}
	return visible(p.ID, maxShortWords)
}
