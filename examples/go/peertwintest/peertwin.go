package peertwintest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Peertwin is a namespace of an emulator: rows, ids, clock, scenario, faults and journal of its own.
type Peertwin struct {
	// Name is that of the namespace.
	Name string
	// Clock is its emulated time.
	Clock Clock

	control     string
	urls        map[string]string
	credentials map[string]map[string]string
}

// Clock is the emulated time of a namespace.
type Clock struct{ control string }

type namespaceRequest struct {
	Name     string         `json:"name"`
	Seed     *uint32        `json:"seed,omitempty"`
	Clock    map[string]any `json:"clock,omitempty"`
	Fixtures map[string]any `json:"fixtures,omitempty"`
	Auth     string         `json:"auth,omitempty"`
	Rates    string         `json:"rate_limits,omitempty"`
}

type asked struct {
	namespace namespaceRequest
	scenario  string
	variant   string
}

// Option says what a namespace is to be.
type Option func(*asked)

// Scenario plays a scenario file.
func Scenario(file string) Option { return func(a *asked) { a.scenario = file } }

// Variant plays a variant of the scenario.
func Variant(name string) Option { return func(a *asked) { a.variant = name } }

// Seed sets the seed of ids and chance.
func Seed(seed uint32) Option { return func(a *asked) { a.namespace.Seed = &seed } }

// Virtual lets the clock stand still at an instant until it is moved.
func Virtual(at time.Time) Option {
	return func(a *asked) {
		a.namespace.Clock = map[string]any{"mode": "virtual", "start": at.UTC().Format(time.RFC3339)}
	}
}

// Fixtures adds records by provider, as fixture files have them.
func Fixtures(records map[string]any) Option {
	return func(a *asked) { a.namespace.Fixtures = records }
}

// StrictAuth refuses credentials that nobody was given.
func StrictAuth() Option { return func(a *asked) { a.namespace.Auth = "strict" } }

// EnforceRates refuses what exceeds the rate limits of a provider.
func EnforceRates() Option { return func(a *asked) { a.namespace.Rates = "enforce" } }

// Start makes a namespace that is gone when the test ends. Without a server and without the command the test is skipped; in
// CI it fails.
func Start(t testing.TB, options ...Option) *Peertwin {
	t.Helper()
	control, err := hold()
	if errors.Is(err, errNoCommand) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	must(t, err)
	t.Cleanup(letGo)
	var wanted asked
	for _, option := range options {
		option(&wanted)
	}
	made, err := makeNamespace(control, t.Name(), wanted.namespace)
	must(t, err)
	own := control + "/namespaces/" + made.Name
	t.Cleanup(func() { must(t, call(http.MethodDelete, own, nil, nil)) })
	var doors struct {
		URLs map[string]string `json:"urls"`
	}
	must(t, call(http.MethodGet, control+"/doors", nil, &doors))
	pt := &Peertwin{Name: made.Name, Clock: Clock{own}, control: own, urls: doors.URLs, credentials: made.Credentials}
	if wanted.scenario != "" {
		pt.play(t, wanted.scenario, wanted.variant)
	}
	return pt
}

type namespace struct {
	Name        string                       `json:"name"`
	Credentials map[string]map[string]string `json:"credentials"`
}

var notInNames = regexp.MustCompile("[^A-Za-z0-9]+")

// makeNamespace names a namespace like its test: ids depend on that, so they stay the same whichever tests run besides.
func makeNamespace(control, test string, wanted namespaceRequest) (made namespace, err error) {
	name := notInNames.ReplaceAllString(test, "-")
	name = name[:min(len(name), 56)]
	for nth := 1; ; nth++ {
		wanted.Name = name
		if nth > 1 {
			wanted.Name = fmt.Sprintf("%s-%d", name, nth)
		}
		err = call(http.MethodPost, control+"/namespaces", wanted, &made)
		var taken refused
		if !errors.As(err, &taken) || taken.status != http.StatusConflict {
			return made, err
		}
	}
}

func (pt *Peertwin) play(t testing.TB, file, variant string) {
	t.Helper()
	text, err := os.ReadFile(file)
	must(t, err)
	var kept struct {
		Name string `json:"name"`
	}
	must(t, call(http.MethodPost, pt.control+"/scenarios", text, &kept))
	choice := map[string]any{"restart": true} // at the time that the file says
	if variant != "" {
		choice["variant"] = variant
	}
	must(t, call(http.MethodPost, pt.control+"/scenarios/"+kept.Name+"/activate", choice, nil))
}

// URL is the base URL of a provider.
func (pt *Peertwin) URL(provider string) string { return pt.urls[provider] }

// Credential is what leads requests to this namespace, in parts such as token, or username and password.
func (pt *Peertwin) Credential(provider string) map[string]string { return pt.credentials[provider] }

// HTTPClient sends every request with the bearer token of a provider.
func (pt *Peertwin) HTTPClient(provider string) *http.Client {
	return &http.Client{Transport: bearer(pt.credentials[provider]["token"])}
}

type bearer string

func (token bearer) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+string(token))
	return http.DefaultTransport.RoundTrip(request)
}

// Advance moves the clock ahead; what is due by then happens, each at its own time.
func (c Clock) Advance(t testing.TB, by time.Duration) {
	t.Helper()
	span := fmt.Sprintf("%dms", by.Milliseconds())
	must(t, call(http.MethodPost, c.control+"/clock/advance", map[string]string{"by": span}, nil))
}

// Settle jumps from event to event until nothing is due within an hour.
func (c Clock) Settle(t testing.TB) {
	t.Helper()
	must(t, call(http.MethodPost, c.control+"/clock/settle", nil, nil))
}

// Rule is a fault or an expectation, as scenario files have them.
type Rule = map[string]any

// Fault adds a fault rule, which has an id.
func (pt *Peertwin) Fault(t testing.TB, rule Rule) {
	t.Helper()
	must(t, call(http.MethodPost, pt.control+"/faults", rule, nil))
}

// Release lets a transition happen that a scenario holds back.
func (pt *Peertwin) Release(t testing.TB, id string) {
	t.Helper()
	must(t, call(http.MethodPost, pt.control+"/resources/"+url.PathEscape(id)+"/release", nil, nil))
}

// Set puts a resource into a state of its lifecycle.
func (pt *Peertwin) Set(t testing.TB, id, state string) {
	t.Helper()
	must(t, call(http.MethodPatch, pt.control+"/resources/"+url.PathEscape(id), map[string]string{"state": state}, nil))
}

// Verify fails the test with the report unless what happened is as expected: by these rules, or else by those of the scenario.
func (pt *Peertwin) Verify(t testing.TB, expect ...Rule) {
	t.Helper()
	if passed, report := pt.Check(t, expect...); !passed {
		t.Errorf("%s", report)
	}
}

// Check is Verify for a test that expects a failure.
func (pt *Peertwin) Check(t testing.TB, expect ...Rule) (passed bool, report string) {
	t.Helper()
	body := map[string]any{}
	if len(expect) > 0 {
		body["expect"] = expect
	}
	must(t, call(http.MethodPost, pt.control+"/requests/verify?format=text", body, &report))
	return !strings.Contains("\n"+report, "\nFAIL "), strings.TrimSpace(report)
}

// Eventually fails the test unless a resource gets into a state once everything that is due has happened.
func (pt *Peertwin) Eventually(t testing.TB, resource, id, state string) {
	t.Helper()
	pt.Clock.Settle(t)
	pt.Verify(t, Rule{"resource": resource, "name": id, "eventually": state})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal("peertwin: ", err)
	}
}
