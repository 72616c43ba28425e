package tickets

// Origin is what led an applicant to the official channel by which the appeal came; empty: nothing in particular.
type Origin string

// FacebookReferral is an appeal of somebody who wrote on Facebook first and was sent to an official channel: Facebook itself is none
// (Regulation 2.7, 4.2, 4.10; Amb-11).
const FacebookReferral Origin = "facebook_referral"

// known tells whether there is such an origin.
func (o Origin) known() bool { return o == "" || o == FacebookReferral }

// Ukrainian is the origin as people read it.
func (o Origin) Ukrainian() string {
	return map[Origin]string{FacebookReferral: "після допису у Facebook"}[o]
}
