package schema_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

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

// A guard of rows does not see TRUNCATE: a table whose rows may not be deleted may not be emptied either.
func TestSchema_WhatIsOnlyAddedIsNotEmptied_R_1_2(t *testing.T) {
	pool := schematest.New(t)
	const deletes, truncates = 1 << 3, 1 << 5 // pg_trigger.tgtype
	rows, err := pool.Query(t.Context(), `
SELECT c.relname, bool_or(g.tgtype & $2::int <> 0) FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
 WHERE NOT g.tgisinternal AND c.relnamespace = current_schema()::regnamespace AND g.tgname ~ '_(append_only|written_once)(_whole)?$'
 GROUP BY 1 HAVING bool_or(g.tgtype & $1::int <> 0)`, deletes, truncates)
	if err != nil {
		t.Fatal(err)
	}
	tables, guarded, name := 0, false, ""
	_, err = pgx.ForEachRow(rows, []any{&name, &guarded}, func() error {
		if tables++; !guarded {
			t.Errorf("%s can be emptied", name)
		}
		return nil
	})
	if err != nil || tables < 12 {
		t.Errorf("%d tables, %v", tables, err)
	}
}
