// Package tickets is the register of appeals (Система обліку звернень, Regulation 1.3): what a ticket is, who appeals,
// what may be done with a ticket and what its history says.
//
// It knows no database, no HTTP and no telephone switch. Calls are known by an id that telephony gives (CallID);
// working time comes from tickets/sla; rows are kept by tickets/postgres; numbers are understood by tickets/phone.
//
// Vocabulary:
//
//	Ticket (тікет)        one registered appeal with its whole history
//	Number                its name for people: eight digits and a check digit, 10000123-5
//	Applicant (заявник)   who appeals; a ticket has one, or none until somebody names him
//	Entry                 one line of the history; added, never changed
//	Disposition           the outcome of a talk, chosen by the agent in the wrap-up
//	Card                  what the register knows of a caller: the content of the screen-pop
//	Draft                 an agent's note while it is being typed
//
// A ticket's status through calls and wrap-ups (the other moves belong to the register's screens):
//
//	registered ──talked──▶ in_progress ──▶ handed_over ──▶ resolved
//	     └──────────── the wrap-up's disposition ────────────┘
//
// A ticket is changed by acts: Apply is pure, and what it gives is stored in one transaction with the history's line. The acts
// that are possible in each status:
//
//	registered        classify take assign describe request_info postpone escalate hand_over plan_release extend_term expedite consult resolve mark_duplicate restrict_access lift_restriction hold release_hold
//	in_progress       classify take assign describe request_info postpone escalate hand_over plan_release extend_term expedite consult resolve mark_duplicate restrict_access lift_restriction hold release_hold
//	waiting_applicant classify take assign describe request_info postpone resume escalate hand_over plan_release extend_term expedite resolve mark_duplicate restrict_access lift_restriction hold release_hold
//	postponed         classify take assign describe request_info resume escalate hand_over plan_release extend_term expedite resolve mark_duplicate restrict_access lift_restriction hold release_hold
//	handed_over       classify take assign describe request_info resume escalate hand_over plan_release extend_term expedite resolve close mark_duplicate restrict_access lift_restriction hold release_hold
//	resolved          classify describe consult close reopen restrict_access lift_restriction hold release_hold
//	closed            describe reopen restrict_access lift_restriction hold release_hold
//
// Texts in this package that people see are Ukrainian; errors carry codes, and web words them.
package tickets
