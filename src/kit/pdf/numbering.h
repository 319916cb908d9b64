// How number, date and time are written in documents (Nghị định 30/2020/NĐ-CP, Annex I).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::pdf {

// "so", "ngay", "thang", "nam" for the fields of these names: numbers and days below 10, and the months January and February, with a zero
// in front.
std::map<std::string, std::string> number_and_date(int number, base::Day day);

// "20/11/2026 09:02:05 +07:00": date, time of day and Vietnam's zone by ISO 8601.
std::string signing_time(base::Time at);

// The lines of the agency's text signature on an annex in a file of its own; `number_and_notation` as in "05/QĐ-UBND".
std::vector<std::string> annex_lines(const std::string& number_and_notation, base::Time at);
// On a certified copy: `form` is "SAO Y", "SAO LỤC" or "TRÍCH SAO".
std::vector<std::string> copy_lines(const std::string& form, const std::string& agency, base::Time at);

}  // namespace lt::pdf
