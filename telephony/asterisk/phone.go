package asterisk

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/CyCoreSystems/ari/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

const kindAOR = "aor"

// ConfigurePhone tells Asterisk an agent's telephone: digest user, address of record and endpoint, all of one name.
// The objects live in Asterisk's memory (sorcery.conf), so they are pushed again after each Up with a new StartedAt.
// The address of record is the same for every phone and is left alone when it exists.
func (n *Node) ConfigurePhone(ctx context.Context, p telephony.AgentPhone) error {
	for _, object := range []struct {
		kind   string
		fields []ari.ConfigTuple
	}{
		{"auth", authFields(p)}, // before the endpoint, which refers to both
		{kindAOR, aorFields()},
		{"endpoint", endpointFields(p)},
	} {
		at := path("asterisk", "config", "dynamic", "res_pjsip", object.kind, p.Endpoint)
		if object.kind == kindAOR {
			// Asterisk would make a permanent contact of the one that is registered when the object is put again.
			err := n.send(ctx, command{name: "configure", method: http.MethodGet, path: at})
			if err == nil {
				continue
			}
			if !errors.Is(err, telephony.ErrGone) {
				return fmt.Errorf("look for phone %s: %w", p.Endpoint, err)
			}
		}
		err := n.send(ctx, command{name: "configure", method: http.MethodPut, path: at, body: ari.ConfigTupleList{Fields: object.fields}})
		if err != nil {
			return fmt.Errorf("configure %s of phone %s: %w", object.kind, p.Endpoint, err)
		}
	}
	return nil
}

func authFields(p telephony.AgentPhone) []ari.ConfigTuple {
	return fields("auth_type", "userpass", "username", p.Endpoint, "password", p.Password)
}

func aorFields() []ari.ConfigTuple {
	return fields(
		"max_contacts", "1", "remove_existing", "yes", // one telephone an agent: the newest tab wins
		"qualify_frequency", "15", "qualify_timeout", "3", // a contact that does not answer is not rung
		"minimum_expiration", "30", "default_expiration", "120", "maximum_expiration", "300",
	)
}

// silence is after how many seconds without a packet a telephone counts as dead. A browser sends packets when it is muted
// too; one that was killed says no goodbye.
var silence = map[call.Phone]string{call.Browser: "15", call.Desk: "30"}

func endpointFields(p telephony.AgentPhone) []ari.ConfigTuple {
	out := fields(
		"auth", p.Endpoint, "aors", p.Endpoint,
		"context", "agents-none", // an empty context: an agent's telephone can be called and can call nobody
		"disallow", "all", "allow", "alaw,ulaw",
		"language", language,
		"dtmf_mode", "rfc4733", "direct_media", "no", "allow_transfer", "no", "allow_subscribe", "no",
		"force_rport", "yes", "rewrite_contact", "yes", "rtp_symmetric", "yes",
		"rtp_timeout", silence[p.Phone], "rtp_timeout_hold", "300", "rtp_keepalive", "5",
		"max_audio_streams", "1", "max_video_streams", "0",
		"send_connected_line", "no", "send_pai", "no",
		"device_state_busy_at", "1",
	)
	if p.Phone == call.Browser {
		// bundle, rtcp-mux, AVPF, ICE and DTLS-SRTP with a certificate made for the occasion
		out = append(out, fields("webrtc", "yes")...)
	} else {
		out = append(out, fields("webrtc", "no")...)
	}
	return out
}

// fields makes ARI's list out of names and values in turn.
func fields(pairs ...string) []ari.ConfigTuple {
	out := make([]ari.ConfigTuple, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, ari.ConfigTuple{Attribute: pairs[i], Value: pairs[i+1]})
	}
	return out
}
