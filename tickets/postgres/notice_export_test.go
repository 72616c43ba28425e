package postgres

// What the lists of debts and inboxes and the workers send, for a test that looks at its plans.
const (
	SelectInbox     = selectInbox
	CountUnread     = countUnread
	ClaimDeliveries = claimDeliveries
)

var (
	Fireable = fireable
	Indebted = indebted
)

// DebtsPage is the statement of a list of debts.
var DebtsPage = debts

// ForgetNames drops the words of names that nobody has.
const ForgetNames = forgetNames
