package disorder

import (
	"time"
)

// trouble lets something larger break, again and again. Until it is over and what it left is put right, nothing is judged.
func (s *scene) trouble() {
	d := s.double
	d.mu.Lock()
	every := d.how.troubles
	wait, away := d.between(every/2, every), d.between(100*time.Millisecond, 12*time.Second)
	what := d.r.IntN(5)
	d.mu.Unlock()
	select {
	case <-time.After(wait):
	case <-s.evening:
		return
	}
	const settles = 4 * time.Second
	switch what {
	case 0:
		s.calm(settles)
		d.tells("TROUBLE the socket breaks")
		d.breakSocket()
	case 1: // noticed after 12 s of silence
		s.calm(12*time.Second + settles)
		d.tells("TROUBLE the socket is half-open")
		d.mu.Lock()
		if d.socket != nil {
			d.socket.deaf = true
		}
		d.mu.Unlock()
	case 2:
		s.calm(away + settles)
		d.tells("TROUBLE hotline is killed")
		s.stop()
		time.Sleep(away)
		d.tells("hotline is started")
		s.start()
	case 3:
		s.calm(away + settles)
		d.tells("TROUBLE the database is away")
		s.book.setAway(true)
		time.Sleep(away)
		d.tells("the database is back")
		s.book.setAway(false)
	case 4: // the longest pause between two attempts to connect is 5 s
		s.calm(away + 6*time.Second + settles)
		d.tells("TROUBLE Asterisk is killed")
		d.die()
		time.Sleep(away)
		d.mu.Lock()
		d.boot()
		d.note("Asterisk is started")
		d.mu.Unlock()
	}
	s.trouble()
}

func (d *double) breakSocket() {
	d.mu.Lock()
	old := d.socket
	d.socket = nil
	d.mu.Unlock()
	if old != nil {
		old.close()
	}
}

// die takes all channels, and every connection.
func (d *double) die() {
	d.mu.Lock()
	d.dead = true
	for _, p := range d.playbacks {
		close(p.over)
	}
	d.channels, d.bridges, d.playbacks, d.offered = map[string]*channel{}, map[string]*bridge{}, map[string]*playback{}, map[string]func(){}
	d.mu.Unlock()
	d.breakSocket()
}

// calm says that nothing is judged for so long.
func (s *scene) calm(wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calmAt = time.Now().Add(wait)
}
