package asterisktest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
)

// Ports of servers, below those of their media and those that the kernel gives away: between the moment in which a port is
// found free and the moment in which the server takes it, no telephone of another test must get it.
const (
	firstPort = 2000
	lastPort  = 9999
)

var given struct {
	sync.Mutex
	next int // 0: not begun; each process begins somewhere else
}

// Free gives an address of the loopback that nobody uses now, neither over UDP nor over TCP; "" when there is none.
func Free() string {
	given.Lock()
	defer given.Unlock()
	if given.next == 0 {
		given.next = firstPort + rand.IntN(lastPort-firstPort+1)
	}
	for range lastPort - firstPort + 1 {
		if given.next++; given.next > lastPort {
			given.next = firstPort
		}
		address := fmt.Sprintf("127.0.0.1:%d", given.next)
		if unused(address) {
			return address
		}
	}
	return ""
}

func unused(address string) bool {
	conn, err := net.ListenPacket("udp", address)
	if err != nil {
		return false
	}
	defer conn.Close()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return false
	}
	return listener.Close() == nil
}
