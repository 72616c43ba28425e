package postgres

// What the lists of debts and inboxes and the workers send, for a test that looks at its plans.
const (
	SelectDebts     = selectDebts
	SelectInbox     = selectInbox
	CountUnread     = countUnread
	ClaimDeliveries = claimDeliveries
)

var (
	Fireable = fireable
	Indebted = indebted
)
