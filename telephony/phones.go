package telephony

import (
	"context"
	"errors"
	"time"
)

// phoneRest is the pause before telephones that the switch did not take are tried again.
const phoneRest = 2 * time.Second

// keepPhones lets the switch know every telephone, as long as ctx lasts. It alone does: of two who create the same one at
// once Asterisk refuses one.
func (b *Board) keepPhones(ctx context.Context) {
	again := time.NewTimer(phoneRest)
	defer again.Stop()
	var left []AgentPhone // not taken yet
	for try := 0; ; try++ {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		case <-b.phones:
			try = 0
			b.retry(ctx, "read_phones", func() (err error) {
				left, err = b.Journal.Phones(ctx)
				return err
			})
		}
		left = b.configure(ctx, left, try%sayAgain == 0)
		if again.Stop(); len(left) > 0 {
			again.Reset(phoneRest)
		}
	}
}

// configure gives the telephones that the switch did not take. One that does not answer is not asked further.
func (b *Board) configure(ctx context.Context, phones []AgentPhone, say bool) (left []AgentPhone) {
	for i, p := range phones {
		err := b.Switch.ConfigurePhone(ctx, p)
		switch {
		case err == nil:
			continue
		case ctx.Err() != nil:
			return nil
		case say:
			b.Log.Error("configure_phone", "endpoint", p.Endpoint, "err", err)
		}
		if errors.Is(err, ErrDown) {
			return append(left, phones[i:]...)
		}
		left = append(left, p)
	}
	return left
}
