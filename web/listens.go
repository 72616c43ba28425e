package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hotline/recording"
	"hotline/telephony/call"
	"hotline/web/api"
)

const audioRoute = "/api/v1/listens/:listenId/audio"

// ListListens shows who listened to a recording.
func (h handlers) ListListens(ctx context.Context, r api.ListListensRequestObject) (api.ListListensResponseObject, error) {
	id := recording.RecordingID(r.RecordingId.String())
	if err := h.mayHear(ctx, id); err != nil {
		return nil, err
	}
	listens, err := h.Replay.Listens(ctx, id)
	if err != nil {
		return nil, err
	}
	out := api.ListListens200JSONResponse{}
	for _, l := range listens {
		lid, err := uuid.Parse(string(l.ID))
		if err != nil {
			return nil, fmt.Errorf("id of listen %q: %w", l.ID, err)
		}
		out = append(out, api.Listen{Id: lid, Who: l.Who.Name, At: l.At.UTC(), Reason: l.Reason, HeardMs: l.HeardFor().Milliseconds()})
	}
	return out, nil
}

// mayHear lets an agent only to recordings of calls in which he took part. The role itself is judged by rules.go.
func (s *Server) mayHear(ctx context.Context, id recording.RecordingID) error {
	rec, err := s.Recordings.ByID(ctx, id)
	if err != nil {
		return fmt.Errorf("recording %s: %w", id, err)
	}
	user := current(ctx).user
	if user.Role != Agent {
		return nil
	}
	record, _, err := s.Floor.Record(ctx, call.ID(rec.CallID))
	if err != nil {
		return fmt.Errorf("call of recording %s: %w", id, err)
	}
	return s.mayKnow(ctx, user, record.Call)
}

// StartListen begins a listen: its row of the audit stands before a byte of sound leaves.
func (h handlers) StartListen(ctx context.Context, r api.StartListenRequestObject) (api.StartListenResponseObject, error) {
	id := recording.RecordingID(r.RecordingId.String())
	if err := h.mayHear(ctx, id); err != nil {
		return nil, err
	}
	user := current(ctx).user
	who := recording.Listener{ID: recording.UserID(user.ID), Name: user.Name, IP: addressOf(ctx.(*gin.Context))}
	l, err := h.Replay.StartListen(ctx, who, id, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	lid, err := uuid.Parse(string(l.ID))
	if err != nil {
		return nil, fmt.Errorf("id of listen %q: %w", l.ID, err)
	}
	base := "/api/v1/listens/" + string(l.ID)
	return api.StartListen201JSONResponse{Id: lid, AudioUrl: base + "/audio", PeaksUrl: base + "/peaks", DurationMs: l.Duration.Milliseconds()}, nil
}

// GetAudio gives the sound, whole or the range that was asked for.
func (h handlers) GetAudio(ctx context.Context, r api.GetAudioRequestObject) (api.GetAudioResponseObject, error) {
	audio, err := h.Replay.Open(ctx, recording.ListenID(r.ListenId.String()), recording.UserID(current(ctx).user.ID))
	if err != nil {
		return nil, storeFault(err)
	}
	return sound{audio, ctx.(*gin.Context).Request}, nil
}

// sound is an answer that knows ranges, which the generated ones do not.
type sound struct {
	audio   recording.Audio
	request *http.Request
}

// VisitGetAudioResponse implements api.GetAudioResponseObject.
func (s sound) VisitGetAudioResponse(w http.ResponseWriter) error {
	defer s.audio.Close()
	h := w.Header()
	h.Set("Content-Type", recording.ContentType)
	h.Set("Cache-Control", "private, no-store")
	if s.audio.ETag != "" {
		h.Set("ETag", s.audio.ETag)
	}
	http.ServeContent(w, s.request, "", s.audio.ModTime, s.audio)
	return nil
}

// GetPeaks gives what the player draws.
func (h handlers) GetPeaks(ctx context.Context, r api.GetPeaksRequestObject) (api.GetPeaksResponseObject, error) {
	text, err := h.Replay.Peaks(ctx, recording.ListenID(r.ListenId.String()), recording.UserID(current(ctx).user.ID))
	if err != nil {
		return nil, storeFault(err)
	}
	if !json.Valid(text) {
		return nil, fmt.Errorf("peaks of listen %s are no JSON", r.ListenId)
	}
	return picture(text), nil
}

// picture is the stored JSON as it is: decoding and encoding megabytes of numbers would tell nothing new.
type picture []byte

// VisitGetPeaksResponse implements api.GetPeaksResponseObject.
func (p picture) VisitGetPeaksResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, no-store")
	_, err := w.Write(p)
	return err
}

// ReportHeard notes what the player played.
func (h handlers) ReportHeard(ctx context.Context, r api.ReportHeardRequestObject) (api.ReportHeardResponseObject, error) {
	heard := make([]recording.Interval, 0, len(r.Body.IntervalsMs))
	for _, pair := range r.Body.IntervalsMs {
		if len(pair) != 2 {
			return nil, recording.ErrInvalid
		}
		heard = append(heard, recording.Interval{FromMS: pair[0], ToMS: pair[1]})
	}
	err := h.Replay.Heard(ctx, recording.ListenID(r.ListenId.String()), recording.UserID(current(ctx).user.ID), heard)
	return api.ReportHeard204Response{}, err
}

// storeFault marks an error that is none of the domain's own: the store, or the disk, does not answer.
func storeFault(err error) error {
	for _, known := range []error{recording.ErrNotFound, recording.ErrForbidden, recording.ErrExpired, recording.ErrMissing,
		recording.ErrNotFinished, recording.ErrDamaged, context.Canceled} {
		if errors.Is(err, known) {
			return err
		}
	}
	return errors.Join(errUnavailable, err)
}
