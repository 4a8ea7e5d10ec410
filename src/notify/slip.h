#pragma once
#include <string>

#include "base/words.h"
#include "notify/facts.h"

namespace temujanji::notify {

/// The appointment slip: one A4 page in both languages as a PDF. Latin, Chinese, Tamil, Arabic, Bengali,
/// Burmese, Thai and Devanagari names are shaped and stay extractable. The text shrinks in steps until all
/// documents fit; a list too long even then ends in "and N more" with the address where all are shown.
/// Nothing about the applicant stands in the file's metadata. Equal facts give equal bytes.
///
/// Thread-safe: each thread keeps Pango's font cache of its own, which makes a thread's first slip slow
/// (about 0.1 s, later 10 ms). Throws Fault if Cairo fails, which only lack of memory or fonts can cause.
std::string make_slip_pdf(const AppointmentFacts& facts, const base::Words& words);

}  // namespace temujanji::notify
