package peertwintest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// call sends one control call, and reads its answer into `answer` unless that is nil. A body of bytes is sent as text.
func call(method, url string, body, answer any) error {
	payload, text := body.([]byte)
	if body != nil && !text {
		var err error
		if payload, err = json.Marshal(body); err != nil {
			return err
		}
	}
	request, err := http.NewRequest(method, url, bytes.NewReader(payload))
	if err != nil {
		return err
	}
	if body != nil && !text {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	received, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 400 {
		return refusal(response.StatusCode, received)
	}
	switch answer := answer.(type) {
	case nil:
		return nil
	case *string:
		*answer = string(received)
		return nil
	default:
		return json.Unmarshal(received, answer)
	}
}

// refused is what the control API said.
type refused struct {
	status int
	detail string
}

func (r refused) Error() string { return r.detail }

func refusal(status int, body []byte) error {
	var problem struct {
		Detail string `json:"detail"`
	}
	if json.Unmarshal(body, &problem) == nil && problem.Detail != "" {
		return refused{status, problem.Detail}
	}
	return refused{status, fmt.Sprintf("the control API answered %d: %s", status, body)}
}
