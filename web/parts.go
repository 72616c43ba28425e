package web

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"hotline/web/api"
)

// partsEvery is how often the parts are looked at for those who have a desk open.
const partsEvery = 5 * time.Second

// watchParts tells every open desk which parts do not work, when that changes, until ctx ends: an agent whose line is silent
// because the database is away must not think that all is well.
func (s *Server) watchParts(ctx context.Context) {
	tick := time.NewTicker(partsEvery)
	defer tick.Stop()
	known := []string{}
	for {
		lacking := []string{}
		if s.rooms.empty() {
			known = lacking
			s.parts.Store(nil)
		} else {
			lacking = s.lacking(ctx)
		}
		if ctx.Err() == nil && !slices.Equal(lacking, known) {
			s.Log.WarnContext(ctx, "parts that do not work", "lacking", lacking)
			known = lacking
			s.tellParts(lacking)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// lacking names the parts that do not work.
func (s *Server) lacking(ctx context.Context) []string {
	names := []string{}
	for i, err := range s.probe(ctx) {
		if check := s.Checks[i]; err != nil && (check.Ours == nil || check.Ours()) {
			names = append(names, s.Checks[i].Name)
		}
	}
	return names
}

// empty tells whether nobody has a desk open on this copy.
func (rs *rooms) empty() bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return len(rs.by) == 0
}

func (s *Server) tellParts(lacking []string) {
	text, err := json.Marshal(api.ServerFrame{V: 1, Type: api.ServerFrameTypeParts, Lacking: &lacking})
	if err != nil { // a list of words
		s.Log.Error("frame of parts", "error", err)
		return
	}
	s.parts.Store(&text)
	s.rooms.tell(0, (*deskSocket).offerParts)
}

// offerParts says that the parts that work have changed.
func (d *deskSocket) offerParts() { d.mark(&d.parts) }
