package grade

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// program is a client that is graded: its folder here, its provider, and the words of its command.
type program struct {
	name, provider string
	words          []string
}

var programs = []program{
	{"godo", "digitalocean", nil},
	{"confluent", "confluent", []string{"{url}"}},
}

// report is what is read of a JSON report.
type report struct {
	Score struct {
		Value    float64 `json:"value"`
		Letter   string  `json:"letter"`
		Headline string  `json:"headline"`
	} `json:"score"`
}

func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../../../..")
}

// cli is the file of the `peertwin` command.
func cli() string {
	if given := os.Getenv("PEERTWIN_CLI"); given != "" {
		return given
	}
	return filepath.Join(root(), "dist/cli.cjs")
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	output, err := exec.Command(name, args...).CombinedOutput()
	// a grade of a client with critical failures ends with 1
	if exit, ok := err.(*exec.ExitError); ok && name == "node" && exit.ExitCode() == 1 {
		return
	}
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, output)
	}
}

// documented gives the cells of a program's row in docs/grade.md.
func documented(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(), "docs/grade.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "| `"+name+"`") {
			cells := strings.Split(strings.Trim(line, "|"), "|")
			for i, cell := range cells {
				cells[i] = strings.TrimSpace(cell)
			}
			return cells
		}
	}
	t.Fatalf("docs/grade.md has no row for %s", name)
	return nil
}

// The grades in docs/grade.md are those that are measured, of the versions that are measured.
func TestMeasuredGrades(t *testing.T) {
	modules, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile("`([\\w/.-]+)` (v[\\d.]+)")
	for _, one := range programs {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			binary, file := filepath.Join(folder, one.name), filepath.Join(folder, "grade.json")
			run(t, "go", "build", "-o", binary, "./"+one.name)
			words := append([]string{cli(), "grade", "--provider", one.provider, "--json", file, "--", binary}, one.words...)
			run(t, "node", words...)
			row := documented(t, one.name)
			measured := measuredIn(t, file)
			got := []string{
				fmt.Sprintf("%s, %.1f of 100", measured.Score.Letter, measured.Score.Value),
				measured.Score.Headline,
			}
			if strings.Join(got, "\n") != strings.Join(row[2:], "\n") {
				t.Errorf("measured %q, and docs/grade.md says %q", got, row[2:])
			}
			for _, found := range version.FindAllStringSubmatch(row[0], -1) {
				if !regexp.MustCompile("(?m)" + regexp.QuoteMeta(found[1]+" "+found[2]) + "$").Match(modules) {
					t.Errorf("go.mod has no %s %s", found[1], found[2])
				}
			}
		})
	}
}

func measuredIn(t *testing.T, file string) (measured report) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &measured); err != nil {
		t.Fatal(err)
	}
	return measured
}
