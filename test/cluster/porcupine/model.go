package main

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/anishathalye/porcupine"
)

// Operation is a request of a client and what it heard, a line of a history.
type Operation struct {
	Namespace string `json:"namespace"`
	Client    int    `json:"client"`
	// When it was sent and when its answer was there, in microseconds; Return is 0 where nobody knows how it ended.
	Call   int64 `json:"call"`
	Return int64 `json:"return"`
	// One of create, get, list, delete and advance.
	Do   string `json:"do"`
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Where the clock was to move, in seconds; no other operation of the namespace says the same.
	To int64 `json:"to"`
	// The answer said that the clock is beyond that already.
	Late bool `json:"late"`
	// What the clock said in the answer, in seconds.
	Now int64 `json:"now"`
	// What the answer showed, name by state; nil where it said that there is no such thing.
	Shown map[string]string `json:"shown"`

	// What the clock said when something without an answer happened.
	between span
}

func (o Operation) known() bool { return o.Return != 0 }

// span is of times of the clock, from the first to the last.
type span struct{ first, last int64 }

func (s span) and(other span) span { return span{max(s.first, other.first), min(s.last, other.last)} }

func (s span) holds(now int64) bool { return s.first <= now && now <= s.last }

// World is what a namespace is to its clients: a clock, and resources by kind and name.
type World struct {
	now    int64
	things map[thing]life
}

type thing struct{ kind, name string }

// life is when a resource was created and deleted; deleted is -1 as long as nobody did.
type life struct{ created, deleted int64 }

// kind says how resources come and go: their states with the age in seconds at which each begins.
type kind struct {
	stages  []stage
	leaving string
	takes   int64
}

type stage struct {
	age  int64
	name string
}

// As the providers' documentation and the emulator's tell it.
var kinds = map[string]kind{
	"digitalocean": {stages: []stage{{0, "PROVISIONING"}, {2, "ACTIVE"}}, leaving: "DELETING", takes: 1},
	"upcloud":      {stages: []stage{{0, "there"}}},
	"confluent": {
		stages:  []stage{{0, "PROVISIONING"}, {2, "PENDING_ACCEPT"}, {4, "READY"}},
		leaving: "DEPROVISIONING",
		takes:   2,
	},
	"huawei":  {stages: []stage{{0, "OK"}}},
	"tencent": {stages: []stage{{0, "there"}}},
}

// since tells when something was done to a resource that has a state now.
func (k kind) since(do, state string, now int64) span {
	always := span{math.MinInt64, math.MaxInt64}
	if state == k.leaving {
		if do == "delete" {
			return span{now - k.takes + 1, now}
		}
		return always
	}
	at := slices.IndexFunc(k.stages, func(one stage) bool { return one.name == state })
	if do != "create" || at < 0 {
		return always
	}
	always.last = now - k.stages[at].age
	if at+1 < len(k.stages) {
		always.first = now - k.stages[at+1].age + 1
	}
	return always
}

// state is what a client sees of a resource, or nothing once it is gone.
func (w World) state(of thing) (string, bool) {
	one, made := w.things[of]
	if !made {
		return "", false
	}
	k := kinds[of.kind]
	if one.deleted >= 0 {
		return k.leaving, w.now < one.deleted+k.takes
	}
	name := ""
	for _, stage := range k.stages {
		if w.now >= one.created+stage.age {
			name = stage.name
		}
	}
	return name, true
}

// shown is what a list of a kind holds.
func (w World) shown(kind string) map[string]string {
	all := map[string]string{}
	for of := range w.things {
		if of.kind != kind {
			continue
		}
		if state, there := w.state(of); there {
			all[of.name] = state
		}
	}
	return all
}

func (w World) with(of thing, one life) World {
	things := maps.Clone(w.things)
	things[of] = one.asOf(w.now, kinds[of.kind])
	return World{w.now, things}
}

// at is the world at a later time.
func (w World) at(now int64) World {
	things := make(map[thing]life, len(w.things))
	for of, one := range w.things {
		things[of] = one.asOf(now, kinds[of.kind])
	}
	return World{now, things}
}

// asOf is what of a life still matters at a time: worlds that nobody can tell apart any more are one to the search.
func (l life) asOf(now int64, k kind) life {
	switch {
	case l.deleted >= 0 && now >= l.deleted+k.takes:
		return life{0, 0}
	case l.deleted >= 0 || now >= l.created+k.stages[len(k.stages)-1].age:
		return life{0, l.deleted}
	}
	return l
}

// step carries an operation out, and tells whether its answer is the one that this world gives. Nothing is expected of an answer
// that nobody has heard: what never happened is as if it happened after everything else.
func (w World) step(o Operation) (bool, World) {
	of := thing{o.Kind, o.Name}
	state, there := w.state(of)
	asked := o.Now == w.now
	if !o.known() {
		asked = o.between.holds(w.now)
	}
	switch o.Do {
	case "read the clock":
		return asked, w
	case "create":
		_, before := w.things[of]
		return asked && !(before && o.known()), w.with(of, life{w.now, -1})
	case "get":
		if o.Shown == nil {
			return asked && !there, w
		}
		return asked && there && o.Shown[o.Name] == state, w
	case "list":
		return asked && maps.Equal(o.Shown, w.shown(o.Kind)), w
	case "delete":
		if !there {
			return !o.known() && asked, w
		}
		return asked, w.with(of, life{w.things[of].created, w.now})
	case "advance":
		if o.To < w.now {
			return !o.known() || o.Late, w
		}
		return !o.known() || (!o.Late && o.Now == o.To), w.at(o.To)
	}
	panic("no such operation: " + o.Do)
}

// byKind gives a history for each kind of resource. Kinds have nothing in common but the clock, so what is asked about the other
// kinds says nothing more than where that stood: the whole is linearizable if and only if each of these is.
func byKind(history []porcupine.Operation) [][]porcupine.Operation {
	parts := [][]porcupine.Operation{}
	for kind := range kinds {
		part := []porcupine.Operation{}
		others := []porcupine.Operation{}
		for _, one := range history {
			if o := one.Input.(Operation); o.Kind == "" || o.Kind == kind {
				part = append(part, one)
			} else if o.known() {
				o.Do = "read the clock"
				one.Input = o
				others = append(others, one)
			}
		}
		parts = append(parts, append(part, outermost(others)...))
	}
	return parts
}

// outermost are those of many readings of a clock that say all: for each time, the one that was answered first, by when it had
// come, and the one that was asked last, when it was not over.
func outermost(readings []porcupine.Operation) []porcupine.Operation {
	first := map[int64]porcupine.Operation{}
	last := map[int64]porcupine.Operation{}
	for _, one := range readings {
		now := one.Input.(Operation).Now
		if known, ok := first[now]; !ok || one.Return < known.Return {
			first[now] = one
		}
		if known, ok := last[now]; !ok || one.Call > known.Call {
			last[now] = one
		}
	}
	return slices.Concat(slices.Collect(maps.Values(first)), slices.Collect(maps.Values(last)))
}

func model(begin int64) porcupine.Model {
	return porcupine.Model{
		Partition: byKind,
		Init:      func() any { return World{begin, map[thing]life{}} },
		Step:      func(state, input, _ any) (bool, any) { return state.(World).step(input.(Operation)) },
		Equal: func(a, b any) bool {
			one, other := a.(World), b.(World)
			return one.now == other.now && maps.Equal(one.things, other.things)
		},
		DescribeOperation: func(input, _ any) string {
			o := input.(Operation)
			return fmt.Sprintf("%s %s %s to %d at %d: %v", o.Do, o.Kind, o.Name, o.To, o.Now, o.Shown)
		},
		DescribeState: func(state any) string { return fmt.Sprint(state.(World).now, state.(World).things) },
	}
}
