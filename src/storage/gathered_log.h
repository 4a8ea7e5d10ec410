#pragma once

namespace temujanji::storage {

/// Name of a file layer for `sqlite3_open_v2` that gathers what is written to the write-ahead log and hands
/// it to the system in large pieces, and has the disk begin with a piece while the next is gathered. SQLite
/// itself writes each page of a commit with two calls; with hundreds of bookings in one commit that is a
/// third of its time.
///
/// What was gathered reaches the file at the latest when SQLite syncs it, which with `synchronous=FULL` is
/// before anybody may see or acknowledge the commit. Only for writers with that setting; other files pass
/// untouched. Thread-safe.
const char* gathered_log_layer();

}  // namespace temujanji::storage
