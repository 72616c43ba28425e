package asterisk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"strings"

	"hotline/telephony"
	"hotline/telephony/call"
)

// PauseRecording mutes the call's MixMonitor, whose files go on with silence. ARI cannot (Asterisk 22.10.1), so this goes
// over the manager interface, on a connection of its own: it is seldom. A leg that nobody records is success.
func (n *Node) PauseRecording(ctx context.Context, leg call.LegID, on bool) error {
	if n.replaced.Load() {
		return fmt.Errorf("%w: %w", telephony.ErrDown, ErrReplaced)
	}
	if err := n.cfg.May(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, n.cfg.Timeout)
	defer cancel()
	state := map[bool]string{true: "1", false: "0"}[on]
	said, err := n.manage(ctx, "Action: MixMonitorMute", "Channel: "+string(leg), "Direction: both", "State: "+state)
	switch {
	case err != nil:
		return fmt.Errorf("pause the recording of leg %s: %w: %w", leg, telephony.ErrDown, err)
	case said == "" || strings.Contains(said, "Cannot set mute flag"):
		return nil
	case strings.Contains(said, "No such channel"):
		return fmt.Errorf("pause the recording of leg %s: %w: %s", leg, telephony.ErrGone, said)
	}
	return fmt.Errorf("pause the recording of leg %s: asterisk: %s", leg, said)
}

// CheckManager tells whether the manager interface lets us in.
func (n *Node) CheckManager(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, n.cfg.Timeout)
	defer cancel()
	refusal, err := n.manage(ctx, "Action: Ping")
	if err == nil && refusal != "" {
		err = errors.New(refusal)
	}
	return err
}

// manage logs in, sends one action, and gives Asterisk's reason for refusing it, or nothing.
// What fails before the action is sent is telephony.ErrUntold.
func (n *Node) manage(ctx context.Context, action ...string) (refusal string, err error) {
	told := false
	defer func() {
		if err != nil && !told {
			err = fmt.Errorf("%w: %w", telephony.ErrUntold, err)
		}
	}()
	conn, err := n.cfg.Dial(ctx, "tcp", n.cfg.Manager)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if until, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(until); err != nil {
			return "", err
		}
	}
	r := textproto.NewReader(bufio.NewReader(conn))
	if _, err := r.ReadLine(); err != nil { // "Asterisk Call Manager/…"
		return "", err
	}
	login := []string{"Action: Login", "Username: " + n.cfg.ManagerUser, "Secret: " + n.cfg.ManagerPassword, "Events: off"}
	for i, lines := range [][]string{login, action} {
		told = i > 0
		if _, err := fmt.Fprintf(conn, "%s\r\n\r\n", strings.Join(lines, "\r\n")); err != nil {
			return "", err
		}
		answer, err := r.ReadMIMEHeader()
		switch {
		case err != nil:
			return "", err
		case answer.Get("Response") == "Success":
		case i == 0:
			return "", errors.New("the manager interface refuses the login: " + answer.Get("Message"))
		default:
			return answer.Get("Message"), nil
		}
	}
	return "", nil
}
