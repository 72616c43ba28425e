package tickets

// Names and addresses that the regulation fixes; they are nowhere else in the program.
const (
	SupportEmail = "support.gb@kyivcity.gov.ua" // Regulation 4.12.1
	SupportPhone = "+380443668012"              // Regulation 2.7: +38 (044) 366-80-12
	MRGEmail     = "mrg@kyivcity.gov.ua"        // Regulation 3.3.4
	GBKEmail     = "gbk@kyivcity.gov.ua"        // Regulation 4.11.5

	// The group is no channel of appeals (Regulation 4.2); the account is the one that answers in it (4.10.1).
	FacebookGroup     = "Громадський бюджет. Спільно"
	FacebookAccount   = "Іван Розумовський"
	FacebookAccountID = "100026334363737"
)
