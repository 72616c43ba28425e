// Package phone understands telephone numbers as carriers and people write them, by Google's numbering plan
// (github.com/nyaruka/phonenumbers) and rules of our own for what that library does not read.
//
// The text comes from the network and is not trusted: Parse takes anything and never fails.
package phone
