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
		until := one.Return
		if !one.known() {
			if one.Do == "advance" {
				until = overtaken(one, history)
			} else {
				until = seen(one, history)
			}
			if until <= one.Call {
				continue // as if it had never been sent
			}
		}
		taken = append(taken, porcupine.Operation{
			ClientId: one.Client, Input: one, Call: one.Call, Output: nil, Return: until,
		})
	}
	return taken
}

// overtaken tells from when on a move of the clock without an answer changes nothing any more: an answer shows the clock beyond it.
func overtaken(lost Operation, history []Operation) int64 {
	first := int64(math.MaxInt64)
	for _, one := range history {
		if one.known() && one.Now > lost.To {
			first = min(first, one.Return)
		}
	}
	return first
}

// seen tells by when something without an answer must have happened, because an answer shows it; 0 where none does. Names are
// given once, and what is there is deleted by one client alone, once, who knew that it was there.
func seen(lost Operation, history []Operation) int64 {
	until := int64(0)
	first := int64(math.MaxInt64)
	for _, one := range history {
		if !one.known() || one.Return < lost.Call || one.Kind != lost.Kind || (one.Do != "list" && one.Name != lost.Name) {
			continue
		}
		state, there := one.Shown[lost.Name]
		shows := false
		switch {
		case one.Do == "delete":
			shows = lost.Do == "create"
		case one.Do != "get" && one.Do != "list":
		case lost.Do == "create":
			shows = there
		default:
			shows = !there || state == kinds[lost.Kind].leaving
		}
		if !shows {
			continue
		}
		until = math.MaxInt64
		if one.Call > lost.Call {
			first = min(first, one.Return)
		}
	}
	return min(until, first)
}
