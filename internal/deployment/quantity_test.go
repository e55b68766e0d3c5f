package deployment

import "testing"

func TestSameQuantity(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"10", "10.0", true},
		{"20Gi", "20480Mi", true},
		{"0.5Gi", "512Mi", true},
		{"500m", "0.5", true},
		{"10", "11", false},
		{"20Gi", "20G", false},
		{"much", "much", true},
		{"much", "more", false},
		{"10", "much", false},
	} {
		if got := sameQuantity(c.a, c.b); got != c.same {
			t.Errorf("sameQuantity(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestWireForms(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"10": "10", "10.0": "10.0", "500m": "0.5", "much": "much", "1k": "1000"} {
		if got := wireCPU(in); got != want {
			t.Errorf("wireCPU(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"20Gi": "20Gi", "0.5Gi": "0.5Gi", "20480Mi": "20Gi", "512Mi": "0.5Gi", "much": "much", "1Ti": "1024Gi"} {
		if got := wireMemory(in); got != want {
			t.Errorf("wireMemory(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestIsTwice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cpu, memory  string
		twice, valid bool
	}{
		{"10", "20Gi", true, true},
		{"0.25", "0.5Gi", true, true},
		{"250m", "512Mi", true, true},
		{"10", "20G", false, true},
		{"10", "10Gi", false, true},
		{"much", "20Gi", false, false},
		{"10", "", false, false},
	} {
		if twice, valid := isTwice(c.cpu, c.memory); twice != c.twice || valid != c.valid {
			t.Errorf("isTwice(%q, %q) = %v, %v", c.cpu, c.memory, twice, valid)
		}
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, floor, ceiling string
		want                 bool
	}{
		{"10", "1", "6400", true},
		{"0.5", "1", "6400", false},
		{"6401", "1", "6400", false},
		{"20Gi", "512Mi", "12800Gi", true},
		{"10", "", "", true},
		{"much", "1", "2", true},
	} {
		if got := within(c.text, c.floor, c.ceiling); got != c.want {
			t.Errorf("within(%q, %q, %q) = %v", c.text, c.floor, c.ceiling, got)
		}
	}
}
