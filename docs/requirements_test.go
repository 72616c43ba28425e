package docs_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/requirements.md")

const table = "requirements.md"

// The table is what the tests' names say and nothing else: go test ./docs -update writes it anew.
func TestRequirements_TheTableIsWhatTheTestsNamesSay(t *testing.T) {
	tests, err := names("..")
	if err != nil {
		t.Fatal(err)
	}
	holds := map[string][]string{}
	for _, name := range tests {
		for _, id := range idsOf(name) {
			named := meant(id)
			for _, r := range named {
				holds[r] = append(holds[r], name)
			}
			if len(named) == 0 {
				t.Errorf("%s names %s, which is no requirement", name, id)
			}
		}
	}
	text := written(holds)
	if *update {
		if err := os.WriteFile(table, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(table)
	if err != nil || !bytes.Equal(kept, text) {
		t.Errorf("docs/%s is stale (go test ./docs -update): %v", table, err)
	}
}

func TestIDsOf_ReadsANamesEnd(t *testing.T) {
	for name, want := range map[string][]string{
		"TestList_ByTurn_R_3_3_1_1_R_3_3_1_2_Amb_7": {"R-3.3.1.1", "R-3.3.1.2", "Amb-7"},
		"TestNotice_PaidOnce_R_T2":                  {"R-T2"},
		"TestExport_Audit_R_X_4":                    {"R-X.4"},
		"TestRule_OfNothing":                        nil,
		"TestRead_CSV_R":                            nil,
	} {
		if got := idsOf(name); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// meant are the requirements that an id names: its own, or all of a clause that has none of its own number.
func meant(id string) (ids []string) {
	for _, r := range requirements {
		if r.id == id {
			return []string{id}
		}
		if strings.HasPrefix(r.id, id+".") {
			ids = append(ids, r.id)
		}
	}
	return ids
}

func TestMeant_TheRequirementItselfOrAllOfItsClause(t *testing.T) {
	for id, want := range map[string][]string{"R-3.3.2": {"R-3.3.2"}, "R-2.6": {"R-2.6.1", "R-2.6.2"}, "R-1.1": {"R-1.1"}, "R-9": nil} {
		if got := meant(id); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// idsOf are the requirements in a test's name: …_R_4_9_5_2, …_R_T1, …_R_X_4, …_Amb_17.
func idsOf(name string) (ids []string) {
	words := strings.Split(name, "_")
	for i := 0; i < len(words); i++ {
		kind, from := words[i], i+1
		if kind != "R" && kind != "Amb" {
			continue
		}
		for i+1 < len(words) && (number(words[i+1]) || i+1 == from && slices.Contains([]string{"T1", "T2", "X"}, words[i+1])) {
			i++
		}
		if i >= from {
			ids = append(ids, kind+"-"+strings.Join(words[from:i+1], "."))
		}
	}
	return ids
}

func number(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// names are all tests below a directory, sorted.
func names(root string) (all []string, err error) {
	files := token.NewFileSet()
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{"node_modules", "var", ".git"}, d.Name()):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if ok && f.Recv == nil && (strings.HasPrefix(f.Name.Name, "Test") || strings.HasPrefix(f.Name.Name, "Fuzz")) {
				pkg := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../")
				all = append(all, pkg+" "+f.Name.Name)
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b string) int { return cmp.Compare(a, b) })
	return all, err
}

func written(holds map[string][]string) []byte {
	var b bytes.Buffer
	held, later := 0, 0
	for _, r := range requirements {
		switch {
		case len(holds[r.id]) > 0:
			held++
		case r.later != "":
			later++
		}
	}
	fmt.Fprintf(&b, `# What the regulation asks for, and which test holds it

Written by `+"`go test ./docs -update`"+` from the names of the tests; a test fails when it is stale. R-… are the regulation's clauses,
Amb-… the places where its text is unclear, with our reading. A requirement that has no test by its name may still be kept:
it says so by "—".

%d of %d are held by a test, %d come with a later part.

| requirement | in short | held by |
|---|---|---|
`, held, len(requirements), later)
	for _, r := range requirements {
		var by []string
		for _, name := range holds[r.id] {
			pkg, test, _ := strings.Cut(name, " ")
			by = append(by, "`"+pkg+"` "+test)
		}
		if r.later != "" {
			by = append(by, "*"+r.later+"*")
		}
		if len(by) == 0 {
			by = []string{"—"}
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.id, r.text, strings.Join(by, "<br>"))
	}
	return b.Bytes()
}
