#!/usr/bin/env python3
"""The guards find what they are for, and let pass what is right."""
import sqlite3
import unittest

import hygiene
import languages
import rooms
import sizes
import sql
import words
from cpp import blank, functions


class CoAwait(unittest.TestCase):
    def found(self, source):
        return list(languages.await_findings("x.cc", blank(source)))

    def test_braced_values_and_lambdas_in_the_expression_are_found(self):
        for source in ("f() { auto x = co_await submit(Book{1, 2}); }", "f() { co_await submit({1, 2}); }",
                       "f() { co_return co_await read([&](auto& c) { return 1; }); }",
                       "f() { if (co_await submit(Book{1})) { g(); } }"):
            self.assertTrue(self.found(source), source)

    def test_named_values_pass(self):
        for source in ("f() { Book book{1, 2}; auto x = co_await submit(std::move(book)); }",
                       "f() { auto work = [&] { return 1; }; const int n = co_await read(work); }",
                       "f() { if (co_await g()) { h(Book{1}); } }", "// co_await f({1})\n",
                       "f() { auto v = co_await g(x[0]); }", "f() { if (a) co_await g(); h({1}); }"):
            self.assertEqual(self.found(source), [], source)


class Languages(unittest.TestCase):
    def test_sql_and_html_literals_are_found_and_words_pass(self):
        self.assertTrue(languages.SQL.search('"SELECT id FROM slot"'))
        self.assertFalse(languages.SQL.search('"select a slot from the list"'))
        self.assertTrue(languages.HTML.search('"<p class=x>"'))
        self.assertFalse(languages.HTML.search('"a < b"'))


class Sizes(unittest.TestCase):
    def test_functions_are_told_from_classes_and_conditions(self):
        source = "namespace a {\nclass B {\n int f() const {\n  if (x) {\n   y();\n  }\n }\n};\nint g(int a) {\n return a;\n}\n}\n"
        self.assertEqual([(first, lines) for first, lines, _ in functions(source)], [(3, 5), (9, 3)])
        self.assertEqual(sizes.FUNCTION_LINES_MAX, 70)


class Rooms(unittest.TestCase):
    def test_the_table_is_read_and_forbids(self):
        table = rooms.table()
        self.assertEqual(table["base"], set())
        self.assertEqual(table["domain"], {"base"})
        self.assertNotIn("web", table["cli"])

    def test_every_room_of_the_build_has_its_row(self):
        built = rooms.re.findall(r"^room\((\w+) USES([^)]*)\)", rooms.text("CMakeLists.txt"), rooms.re.M)
        table = rooms.table()
        self.assertTrue(built)
        for room, uses in built:
            linked = {use for use in uses.split() if "::" not in use}
            self.assertEqual(linked, table[room], f"{room}: CMakeLists.txt and ARCHITECTURE.md differ")


class Statements(unittest.TestCase):
    def setUp(self):
        self.database = sql.fresh_database()
        self.partial = sql.partial_indexes(self.database)

    def test_full_scans_are_found_and_searches_pass(self):
        for statement in ("SELECT id FROM slot WHERE seats = $1", "SELECT a.id FROM appointment AS a WHERE a.language = $1",
                    "UPDATE slot SET seats = $2 WHERE minutes = $1"):
            self.assertTrue(sql.scans(self.database, self.partial, statement), statement)
        for statement in ("SELECT id FROM slot WHERE id = $1", "SELECT code FROM office", "SELECT id FROM hold WHERE ended_at IS NULL"):
            self.assertEqual(sql.scans(self.database, self.partial, statement), [], statement)

    def test_a_wrong_statement_does_not_prepare(self):
        with self.assertRaises(sqlite3.Error):
            sql.plan(self.database, "SELECT nothing FROM slot")


class Words(unittest.TestCase):
    def test_differences_between_the_languages_are_found(self):
        self.assertEqual(list(words.compare({"a.b": "x {n}"}, {"a.b": "y {n}"})), [])
        for english in ({}, {"a.b": ""}, {"a.b": "y {m}"}):
            self.assertTrue(list(words.compare({"a.b": "x {n}"}, english)), english)


class Hygiene(unittest.TestCase):
    def test_what_must_not_stand_here_is_found(self):
        for line in ("see https://registry." + "example.org/x", "cd /" + "work/main", "-----BEGIN " + "PRIVATE KEY-----",
                     "// TO" + "DO later", "# as asked in iss" + "ue 7", "int x;  // for" + " now"):
            self.assertTrue(list(hygiene.line_findings("x.cc", 1, line)), line)
        for line in ("// XXX is the ICAO code for unspecified", "it frees the issue of a pass", "int phase = 2;"):
            self.assertEqual(list(hygiene.line_findings("x.cc", 1, line)), [], line)


if __name__ == "__main__":
    unittest.main()
