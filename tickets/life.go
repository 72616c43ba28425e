package tickets

import "time"

// Life is a ticket with all that the register keeps of it, as a whole register is loaded from elsewhere.
type Life struct {
	Ticket     Ticket
	RequestKey string
	History    []Entry // oldest first
	Notices    []Notice
	Timers     []Timer
	Letters    []LetterAt
	Related    []TicketID // earlier appeals to which it is linked
}

// LetterAt is something that left the house, or waits to.
type LetterAt struct {
	Letter
	MadeAt, SentAt time.Time // SentAt zero: it waits
}
