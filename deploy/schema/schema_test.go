package schema_test

import (
	"testing"

	"hotline/deploy/schema"
	"hotline/deploy/schema/schematest"
)

// Areas number their files apart: a database that has a later file of another area is brought up all the same.
func TestUp_AFileThatCameAfterALaterOne(t *testing.T) {
	pool := schematest.New(t)
	// 777 makes an index anew: it can be done twice.
	if _, err := pool.Exec(t.Context(), `DELETE FROM goose_db_version WHERE version_id = 777`); err != nil {
		t.Fatal(err)
	}
	done, err := schema.Up(t.Context(), pool)
	if err != nil || done != 1 {
		t.Errorf("%d done, %v", done, err)
	}
}
