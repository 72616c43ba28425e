package web

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is argon2id's cost for new passwords: OWASP's second recommendation (19 MiB, two passes). A stored hash carries its own.
var cost = argonCost{memoryKiB: 19 * 1024, passes: 2, lanes: 1}

type argonCost struct {
	memoryKiB, passes uint32
	lanes             uint8
}

// hashing bounds how many passwords are hashed at once, and so the memory that a storm of logins can take.
var hashing = make(chan struct{}, 4)

var errBadHash = errors.New("a stored password hash cannot be read")

// hashPassword gives a PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$hash (RFC 9106).
func hashPassword(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // crypto/rand.Read never fails (Go 1.24)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.memoryKiB, cost.passes, cost.lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(derive(password, salt, cost, 32)))
}

// nobody is the hash that an unknown login is compared with, so that it costs as much as a wrong password.
var nobody = hashPassword("nobody has this password")

// checkPassword compares in constant time.
func checkPassword(phc, password string) (bool, error) {
	parts := strings.Split(phc, "$")
	var version int
	var c argonCost
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return false, errBadHash
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false, errBadHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memoryKiB, &c.passes, &c.lanes); err != nil ||
		c.memoryKiB < 8 || c.memoryKiB > 1<<20 || c.passes < 1 || c.passes > 64 || c.lanes < 1 {
		return false, errBadHash
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(salt) < 8 || len(want) < 16 || len(want) > 128 {
		return false, errBadHash
	}
	return subtle.ConstantTimeCompare(derive(password, salt, c, uint32(len(want))), want) == 1, nil
}

func derive(password string, salt []byte, c argonCost, length uint32) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, c.passes, c.memoryKiB, c.lanes, length)
}
