package deployment

import "testing"

func TestMisspelt(t *testing.T) {
	t.Parallel()
	known := []string{"ASTRO", "CELERY", "KUBERNETES", "EXTRA_LARGE", "AWS", "A5", "A20"}
	for text, want := range map[string]string{
		"celery": "CELERY", "Celery.": "CELERY", "CELRY": "CELERY", "CELERRY": "CELERY", "CLEERY": "CELERY", "CELARY": "CELERY",
		"kubernets": "KUBERNETES", "ExtraLarge": "EXTRA_LARGE", "extra-large": "EXTRA_LARGE", "aws": "AWS", "a20": "A20", "a-5": "A5",
		// Others, which Astro may have by now: short names, numbers, more than one letter.
		"CELERY": "", "CELERY2": "", "ASTRO3": "", "AWZ": "", "A40": "", "A2": "", "CELLARS": "", "LARGE": "", "": "", "8h2v0mvz": "",
	} {
		if got := misspelt(text, known); got != want {
			t.Errorf("misspelt(%q) = %q, want %q", text, got, want)
		}
	}
}
