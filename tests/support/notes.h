#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"

/// A few tables and statements with which tests of each database show the same promises.
namespace temujanji::storage {

inline constexpr std::string_view kNoteTables =
    "CREATE TABLE note (id integer NOT NULL PRIMARY KEY, text text NOT NULL UNIQUE CHECK (text <> ''));"
    "CREATE TABLE reply (note_id integer NOT NULL REFERENCES note (id));"
    "CREATE TABLE late_reply (note_id integer REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED);";
inline constexpr Statement kInsertNote{"insert_note", "INSERT INTO note (id, text) VALUES ($1, $2)", ""};
inline constexpr Statement kInsertReply{"insert_reply", "INSERT INTO reply (note_id) VALUES ($1)", ""};
inline constexpr Statement kListNotes{"list_notes", "SELECT id, text FROM note ORDER BY id", ""};
inline constexpr Statement kRenameFrom{"rename_from", "UPDATE note SET text = $2 WHERE id >= $1", ""};

using Texts = std::vector<std::string>;

/// The texts of all notes, in the order of their ids.
inline Texts notes(Connection& connection) {
  Texts texts;
  Rows rows = connection.query(kListNotes);
  while (rows.next()) texts.push_back(rows.string(1));
  return texts;
}

}  // namespace temujanji::storage
