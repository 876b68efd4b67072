// Checks that the history of each namespace is linearizable. It reads operations as lines of JSON and writes a verdict as JSON:
// how many operations of how many namespaces there were, and which namespaces are not linearizable or could not be decided in
// time. Of those it draws pictures into the folder that it is given.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
)

type verdict struct {
	Namespaces int `json:"namespaces"`
	Operations int `json:"operations"`
	// Operations of which nobody knows how they ended.
	Unknown   int      `json:"unknown"`
	Illegal   []string `json:"illegal"`
	Undecided []string `json:"undecided"`
}

func main() {
	begin := flag.Int64("begin", 0, "what the clocks say at first, in seconds")
	pictures := flag.String("pictures", os.TempDir(), "folder for pictures of what is not linearizable")
	patience := flag.Duration("patience", time.Minute, "how long to think about a namespace")
	flag.Parse()

	histories := map[string][]Operation{}
	told := verdict{Illegal: []string{}, Undecided: []string{}}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var one Operation
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			log.Fatal(err)
		}
		histories[one.Namespace] = append(histories[one.Namespace], one)
		told.Operations++
		if !one.known() {
			told.Unknown++
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}

	told.Namespaces = len(histories)
	for name, history := range histories {
		result, info := porcupine.CheckOperationsVerbose(model(*begin), operations(history), *patience)
		switch result {
		case porcupine.Illegal:
			told.Illegal = append(told.Illegal, name)
		case porcupine.Unknown:
			told.Undecided = append(told.Undecided, name)
		default:
			continue
		}
		if err := porcupine.VisualizePath(model(*begin), info, filepath.Join(*pictures, name+".html")); err != nil {
			log.Fatal(err)
		}
	}
	slices.Sort(told.Illegal)
	slices.Sort(told.Undecided)
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		log.Fatal(err)
	}
}

// operations are those of a history as the checker takes them. One without an answer may have happened at any time after it was
// sent, or never; what the answers of others show of it bounds that, and keeps the search short.
func operations(history []Operation) []porcupine.Operation {
	taken := []porcupine.Operation{}
	for _, one := range history {
		from, until := one.Call, one.Return
		if !one.known() {
			if from, until = window(one, history); until <= one.Call {
				continue // as if it had never been sent
			}
			one.between = clock(one, history)
		}
		taken = append(taken, porcupine.Operation{
			ClientId: one.Client, Input: one, Call: from, Output: nil, Return: until,
		})
	}
	return taken
}

// window tells between which times something without an answer has happened: after what does not show it yet, and before what
// does. What nothing shows has not happened, but for a move of the clock, of which nobody can know before the clock is beyond.
func window(lost Operation, history []Operation) (from, until int64) {
	from, until = lost.Call, 0
	if lost.Do == "advance" {
		until = math.MaxInt64
	}
	ended := int64(math.MaxInt64) // when somebody began to delete it
	for _, one := range history {
		if one.Do == "delete" && one.Kind == lost.Kind && one.Name == lost.Name {
			ended = one.Call
		}
	}
	for _, one := range history {
		switch shows(lost, one, ended) {
		case before:
			from = max(from, one.Call)
		case after:
			if until == 0 {
				until = math.MaxInt64
			}
			until = min(until, one.Return)
		}
	}
	if from >= until {
		from = lost.Call // which cannot be, as the search will find
	}
	return from, until
}

type order int

const (
	unrelated order = iota
	before
	after
)

// shows tells whether an answer was given before something that has none, or after it. Names are given once, and what is there is
// deleted by one client alone, once, who knew that it was there.
func shows(lost, one Operation, ended int64) order {
	if !one.known() {
		return unrelated
	}
	if lost.Do == "advance" {
		switch {
		case one.Late || one.Now == lost.To:
			return unrelated
		case one.Now < lost.To:
			return before
		}
		return after
	}
	if one.Kind != lost.Kind || (one.Do != "list" && one.Name != lost.Name) {
		return unrelated
	}
	state, there := one.Shown[lost.Name]
	looked := one.Do == "get" || one.Do == "list"
	switch {
	case lost.Do == "create" && (there || one.Do == "delete"):
		return after
	case lost.Do == "create" && one.Do == "list" && one.Return < ended:
		return before
	case lost.Do == "delete" && there && state != kinds[lost.Kind].leaving:
		return before
	case lost.Do == "delete" && looked && (there || one.Do == "get" || one.Call > lost.Call):
		return after
	}
	return unrelated
}

// clock tells what the clock can have said when something without an answer happened, by the states that it led to.
func clock(lost Operation, history []Operation) span {
	said := span{math.MinInt64, math.MaxInt64}
	for _, one := range history {
		if state, there := one.Shown[lost.Name]; there && one.Kind == lost.Kind {
			said = said.and(kinds[lost.Kind].since(lost.Do, state, one.Now))
		}
	}
	return said
}
